package dev.pgconvoy.it.faults;

import dev.pgconvoy.campaign.TestedCommit;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.it.wire.TopicFact;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// One migration that meets one fault, from its request to the proof.
final class FaultRun {

    /// Whoever has not ended so long after the fault is over does not end by itself.
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(150);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration STEADY_WRITER = Duration.ofMillis(20);
    private static final String BYSTANDER = "faults_bystander";

    private final FaultCluster cluster;
    private final KafkaClient client;
    private final TopicSaboteur saboteur;
    private final RunPlan plan;
    private final String name;
    private final List<String> violations = new ArrayList<>();

    FaultRun(FaultCluster cluster, KafkaClient client, TopicSaboteur saboteur, RunPlan plan, int number) {
        this.cluster = cluster;
        this.client = client;
        this.saboteur = saboteur;
        this.plan = plan;
        this.name = "s%d-%d".formatted(plan.seed(), number);
    }

    /// A run whose migration has ended, and that is watched on.
    record Ended(RunRecord record, EndWatch watch) {}

    Ended execute() throws IOException, SQLException, InterruptedException {
        var began = System.nanoTime();
        var databases = RunDatabases.create(source(), name.replace('-', '_'), plan.twoDatabases() ? 2 : 1);
        var foreign = makeForeign(databases);
        var request = request(databases, cluster.proxied(ServerEnd.TARGET), name);
        var other = request(databases, underAnotherName(), name);
        var injector = new FaultInjector(cluster, client, plan, request, other, saboteur);
        boolean seen;
        try (var _ = plan.liveSource() ? SourceWriter.start(source(), databases.first(), STEADY_WRITER) : null) {
            seen = meetFault(request, databases, injector);
        }
        var ids = new ArrayList<>(List.of(request.id()));
        awaitEnd(request.id());
        if (plan.fault() == InjectedFault.SERVER_UNDER_TWO_NAMES && seen) {
            ids.add(other.id());
            awaitEnd(other.id());
        }
        if (plan.fault() == InjectedFault.CANCELLED_AND_RESUMED
                && state(request.id()).equals("Canceled")) {
            var again = request(databases, cluster.proxied(ServerEnd.TARGET), name + "-again")
                    .with(options(", \"resume\": true"));
            client.request(again);
            ids.add(again.id());
            awaitEnd(again.id());
        }
        var atTheEnd = statesAtTheEnd(databases);
        cluster.heal();
        prove(ids, databases, foreign);
        dropAfterCancel(ids, databases, atTheEnd);
        var record = record(ids, seen, began);
        return new Ended(record, EndWatch.start(cluster, client, ids, databases, atTheEnd));
    }

    private boolean meetFault(RequestJson request, RunDatabases databases, FaultInjector injector)
            throws SQLException, InterruptedException {
        boolean seen;
        FutureTask<@Nullable Void> fault;
        try (var watcher = new PhaseWatcher(client, target(), request.id(), databases)) {
            watcher.prepare(plan.phase());
            client.request(request);
            seen = watcher.await(plan.phase());
            if (plan.phase() == SeenPhase.CLOSING && seen) {
                client.cancel(request.id(), "the phase is closing");
            }
            FaultPause.of(plan.faultDelay());
            fault = new FutureTask<>(() -> {
                injector.strike();
                return null;
            });
            Thread.ofVirtual().start(fault);
            if (plan.phase().isHeldByLock()) {
                // The statement still waits when the fault strikes.
                FaultPause.of(Duration.ofMillis(300));
            }
        }
        if (plan.cancelAfterFaultMillis() >= 0) {
            FaultPause.of(Duration.ofMillis(plan.cancelAfterFaultMillis()));
            client.cancel(request.id(), "some time after the fault");
        }
        awaitOver(fault);
        return seen;
    }

    private void awaitOver(Future<?> fault) throws InterruptedException {
        try {
            fault.get();
        } catch (ExecutionException e) {
            violations.add("the harness could not do what it wanted: " + e.getCause());
        }
    }

    private Map<String, DatabaseState> makeForeign(RunDatabases databases) throws SQLException {
        if (!TestDatabases.names(target()).contains(BYSTANDER)) {
            makeForeign(BYSTANDER);
        }
        if (plan.foreignDatabase()) {
            makeForeign(databases.first());
        }
        var foreign = new HashMap<String, DatabaseState>();
        foreign.put(BYSTANDER, DatabaseState.of(target(), BYSTANDER));
        if (plan.foreignDatabase()) {
            foreign.put(databases.first(), DatabaseState.of(target(), databases.first()));
        }
        return foreign;
    }

    private void makeForeign(String database) throws SQLException {
        TestDatabases.create(target(), database);
        SuperuserSql.execute(
                target(), database, "CREATE TABLE belongs_to_somebody_else AS SELECT generate_series(1, 100) AS id");
        SuperuserSql.execute(target(), "postgres", "ALTER DATABASE \"%s\" OWNER TO %s".formatted(database, user()));
    }

    private String user() {
        return isSuperuser() ? RunningServer.SUPERUSER : FaultCluster.MOVER;
    }

    /// A superuser is neither refused a connection nor stopped by another superuser.
    private boolean isSuperuser() {
        return plan.superuser()
                && plan.fault() != InjectedFault.TOO_MANY_CONNECTIONS
                && plan.fault() != InjectedFault.LEDGER_HELD_BY_SUPERUSER;
    }

    private RequestJson request(RunDatabases databases, RunningServer target, String ofThatName) {
        return RequestJson.move(
                        ofThatName,
                        cluster.proxied(ServerEnd.SOURCE),
                        target,
                        databases.names().toArray(String[]::new))
                .asTargetUser(user())
                .with(options(""));
    }

    private String options(String moreOfCopy) {
        return """
                "verify": "%2$s", "jobs": %3$d, "overwriteDbsInTarget": %4$s,
                "rights": {"noOwner": %1$s, "noAcl": %1$s},
                "copy": {"splitTablesLargerThan": 1048576%5$s}""".formatted(!isSuperuser(), plan.verify() ? "full" : "off", plan.jobs(), plan.overwrite(), moreOfCopy);
    }

    private RunningServer underAnotherName() {
        var target = cluster.proxied(ServerEnd.TARGET);
        return new RunningServer(
                "faults-target-alias", target.major(), target.host(), target.port(), target.passwordFile());
    }

    private void awaitEnd(String id) throws InterruptedException {
        var end = System.nanoTime() + ENDS_WITHIN.toNanos();
        while (AnnouncedEnds.of(client, id).isEmpty()) {
            if (System.nanoTime() > end) {
                violations.add("%s did not end within %d s after the fault".formatted(id, ENDS_WITHIN.toSeconds()));
                return;
            }
            FaultPause.of(LOOK);
        }
    }

    private String state(String id) {
        return AnnouncedEnds.of(client, id).stream()
                .map(end -> end.text("state"))
                .findFirst()
                .orElse("none");
    }

    private Map<String, DatabaseState> statesAtTheEnd(RunDatabases databases) {
        var states = new HashMap<String, DatabaseState>();
        for (var database : databases.names()) {
            try {
                states.put(database, DatabaseState.of(target(), database));
            } catch (SQLException isRestarting) {
                // Then the first look of the watch counts.
            }
        }
        return states;
    }

    private void prove(List<String> ids, RunDatabases databases, Map<String, DatabaseState> foreign)
            throws SQLException, InterruptedException {
        var checker = new ExactnessChecker(cluster, client, plan, databases, foreign);
        var last = ids.getLast();
        for (var id : ids) {
            var othersMovedIt =
                    !id.equals(last) || plan.fault() == InjectedFault.SERVER_UNDER_TWO_NAMES && anySucceeded(ids);
            var owned =
                    othersMovedIt && !state(id).equals("Succeeded") ? Set.copyOf(databases.names()) : Set.<String>of();
            violations.addAll(checker.check(id, AnnouncedEnds.of(client, id), new HashSet<>(owned)));
        }
        if (ids.stream().anyMatch(id -> state(id).equals("Failed")) && !plan.mayFail()) {
            violations.add("a fault that passes let the migration fail: " + firstFailure(ids));
        }
        violations.addAll(checker.leftOvers());
    }

    private boolean anySucceeded(List<String> ids) {
        return ids.stream().anyMatch(id -> state(id).equals("Succeeded"));
    }

    /// What the user is told to drop is dropped, and must not come back.
    private void dropAfterCancel(List<String> ids, RunDatabases databases, Map<String, DatabaseState> atTheEnd)
            throws SQLException {
        if (!plan.dropsAfterCancel() || !state(ids.getLast()).equals("Canceled")) {
            return;
        }
        for (var database : databases.names()) {
            TestDatabases.drop(target(), database);
            atTheEnd.put(database, DatabaseState.of(target(), database));
        }
    }

    private RunRecord record(List<String> ids, boolean seen, long began) throws InterruptedException {
        return new RunRecord(
                plan.seed(),
                plan.fault().name(),
                plan.phase().name(),
                seen,
                ids.stream().map(this::state).toList(),
                firstFailure(ids),
                (System.nanoTime() - began) / 1_000_000,
                violations,
                TestedCommit.find());
    }

    private String firstFailure(List<String> ids) {
        return ids.stream()
                .flatMap(id -> AnnouncedEnds.of(client, id).stream())
                .map(FaultRun::failure)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String failure(TopicFact end) {
        var failure = end.data().path("failure");
        if (failure.isMissingNode() || failure.isNull()) {
            return "";
        }
        var differences = end.data().at("/report/databases").findValues("differences");
        return failure.path("code").asText() + ": " + failure.path("message").asText() + " "
                + (differences.isEmpty() ? "" : differences);
    }

    private RunningServer source() {
        return cluster.direct(ServerEnd.SOURCE);
    }

    private RunningServer target() {
        return cluster.direct(ServerEnd.TARGET);
    }
}
