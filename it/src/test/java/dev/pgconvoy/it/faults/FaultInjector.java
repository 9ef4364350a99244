package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Does to the cluster what a plan says.
final class FaultInjector {

    private static final int MOST_BYTES_LEFT = 24 << 20;
    private static final int MOST_MILLIS_DEAD = 2_000;
    private static final Duration LONGEST_LOCK = Duration.ofSeconds(25);

    private final FaultCluster cluster;
    private final KafkaClient client;
    private final RunPlan plan;
    private final RequestJson request;
    private final RequestJson underAnotherName;
    private final TopicSaboteur saboteur;
    private final Random random;

    FaultInjector(
            FaultCluster cluster,
            KafkaClient client,
            RunPlan plan,
            RequestJson request,
            RequestJson underAnotherName,
            TopicSaboteur saboteur) {
        this.cluster = cluster;
        this.client = client;
        this.plan = plan;
        this.request = request;
        this.underAnotherName = underAnotherName;
        this.saboteur = saboteur;
        this.random = new Random(plan.victim());
    }

    /// Returns when the fault is over.
    void strike() throws IOException, SQLException, InterruptedException {
        switch (plan.fault()) {
            case CONDUCTOR_KILLED -> kill(ProcessKind.CONDUCTOR);
            case COPIER_KILLED -> kill(ProcessKind.COPIER);
            case ALL_WORKERS_KILLED -> kill(ProcessKind.ALL_WORKERS);
            case PREFLIGHT_KILLED -> kill(ProcessKind.PREFLIGHT);
            case SUBMITTER_KILLED -> kill(ProcessKind.SUBMITTER);
            case MONITOR_KILLED -> kill(ProcessKind.MONITOR);
            case BROKER_KILLED -> kill(ProcessKind.BROKER);
            case CONDUCTOR_SUSPENDED -> suspend(ProcessKind.CONDUCTOR);
            case COPIER_SUSPENDED -> suspend(ProcessKind.COPIER);
            case ALL_WORKERS_SUSPENDED -> suspend(ProcessKind.ALL_WORKERS);
            case PREFLIGHT_SUSPENDED -> suspend(ProcessKind.PREFLIGHT);
            case SUBMITTER_SUSPENDED -> suspend(ProcessKind.SUBMITTER);
            case MONITOR_SUSPENDED -> suspend(ProcessKind.MONITOR);
            case BROKER_SUSPENDED -> suspend(ProcessKind.BROKER);
            case PARTITION_LEADERS_CHANGED -> PartitionLeaders.change(cluster.bootstrapServers(), random);
            case TARGET_RESTARTED_FAST -> cluster.restart(ServerEnd.TARGET, false);
            case TARGET_RESTARTED_IMMEDIATE -> cluster.restart(ServerEnd.TARGET, true);
            case SOURCE_RESTARTED_FAST -> cluster.restart(ServerEnd.SOURCE, false);
            case SOURCE_RESTARTED_IMMEDIATE -> cluster.restart(ServerEnd.SOURCE, true);
            case TARGET_SESSIONS_ENDED -> endSessions(ServerEnd.TARGET);
            case SOURCE_SESSIONS_ENDED -> endSessions(ServerEnd.SOURCE);
            case TARGET_LINES_CUT -> cut(ServerEnd.TARGET);
            case SOURCE_LINES_CUT -> cut(ServerEnd.SOURCE);
            case TARGET_LINES_FROZEN -> freeze(ServerEnd.TARGET);
            case SOURCE_LINES_FROZEN -> freeze(ServerEnd.SOURCE);
            case TARGET_LINES_HALF_OPEN -> silence(ServerEnd.TARGET);
            case SOURCE_LINES_HALF_OPEN -> silence(ServerEnd.SOURCE);
            case LINES_DELAYED -> delayLines();
            case LEDGER_HELD_BY_SUPERUSER -> foreigners().holdLedger();
            case TOO_MANY_CONNECTIONS -> limitConnections();
            case TARGET_DISK_FULL -> fillDisk();
            case TARGET_TABLE_LOCKED -> foreigners().lockTable(random);
            case TARGET_TABLE_WRITTEN -> foreigners().writeTable(random);
            case TARGET_DEADLOCKS -> foreigners().deadlock();
            case SOURCE_WRITTEN -> writeToSource();
            case RECORDS_REPEATED -> saboteur.writeFor(plan.faultLasts());
            case CANCEL_REQUESTED, CANCELLED_AND_RESUMED -> client.cancel(request.id(), "a fault");
            case SERVER_UNDER_TWO_NAMES -> client.request(underAnotherName);
        }
    }

    private List<String> victims(ProcessKind kind) {
        var leader = leader();
        return switch (kind) {
            case CONDUCTOR -> List.of(leader);
            case COPIER ->
                List.of(any(FaultCluster.WORKERS.stream()
                        .filter(worker -> !worker.equals(leader))
                        .toList()));
            case ALL_WORKERS -> FaultCluster.WORKERS;
            case PREFLIGHT -> List.of(any(FaultCluster.PREFLIGHTS));
            case SUBMITTER -> List.of(any(FaultCluster.SUBMITTERS));
            case MONITOR -> List.of(any(FaultCluster.MONITORS));
            case BROKER -> List.of("kafka-" + (1 + random.nextInt(cluster.brokerCount())));
        };
    }

    /// Whoever said last that the migration began, or anybody.
    private String leader() {
        return client.facts(KafkaClient.OBSERVED, request.id()).stream()
                .filter(fact -> fact.data().at("/observation/kind").asText().equals("migration-began"))
                .map(fact -> fact.data().at("/observation/worker").asText())
                .filter(FaultCluster.WORKERS::contains)
                .reduce((_, later) -> later)
                .orElseGet(() -> any(FaultCluster.WORKERS));
    }

    private String any(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private void kill(ProcessKind kind) throws InterruptedException {
        var victims = victims(kind);
        victims.forEach(cluster::kill);
        FaultPause.of(Duration.ofMillis(random.nextInt(MOST_MILLIS_DEAD)));
        if (kind == ProcessKind.BROKER) {
            victims.forEach(cluster::replace);
        } else {
            cluster.replaceAll(victims);
        }
    }

    private void suspend(ProcessKind kind) throws IOException, InterruptedException {
        var victims = victims(kind);
        for (var victim : victims) {
            cluster.signal(victim, "STOP");
        }
        FaultPause.of(plan.faultLasts());
        for (var victim : victims) {
            cluster.signal(victim, "CONT");
        }
    }

    private void cut(ServerEnd end) throws InterruptedException {
        if (random.nextBoolean()) {
            cluster.line(end).cutAll();
            return;
        }
        for (var i = 0; i < 5; i++) {
            cluster.line(end).cutOne(random);
            FaultPause.of(Duration.ofMillis(random.nextInt(300)));
        }
    }

    private void freeze(ServerEnd end) throws InterruptedException {
        cluster.line(end).freeze();
        FaultPause.of(plan.faultLasts());
        cluster.line(end).thaw();
    }

    private void silence(ServerEnd end) throws InterruptedException {
        if (random.nextBoolean()) {
            cluster.line(end).silenceAll();
        } else {
            cluster.line(end).silenceOne(random);
        }
        FaultPause.of(plan.faultLasts());
        cluster.line(end).cutSilenced();
    }

    private void delayLines() throws InterruptedException {
        for (var end : ServerEnd.values()) {
            cluster.line(end).delay(Duration.ofMillis(5L + random.nextInt(40)));
        }
        FaultPause.of(plan.faultLasts());
        for (var end : ServerEnd.values()) {
            cluster.line(end).delay(Duration.ZERO);
        }
    }

    /// Some of them, again and again, so that also sessions that are opened in their place are met.
    private void endSessions(ServerEnd end) throws SQLException, InterruptedException {
        for (var i = 0; i < 8; i++) {
            var pids = new ArrayList<>(SuperuserSql.lines(
                    cluster.direct(end),
                    "postgres",
                    "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'pgconvoy%'"
                            + " OR application_name IN ('pg_dump', 'pg_restore')"));
            Collections.shuffle(pids, random);
            for (var pid : pids.subList(0, (pids.size() + 1) / 2)) {
                SuperuserSql.lines(cluster.direct(end), "postgres", "SELECT pg_terminate_backend(%s)".formatted(pid));
            }
            FaultPause.of(Duration.ofMillis(random.nextInt(150)));
        }
    }

    /// Sometimes rows find no room, sometimes the write-ahead log, which ends the server.
    private void fillDisk() throws IOException, InterruptedException {
        cluster.targetDisk().fill(random.nextInt(MOST_BYTES_LEFT));
        FaultPause.of(shorter());
        cluster.targetDisk().empty();
        cluster.startIfEnded(ServerEnd.TARGET);
    }

    private void limitConnections() throws SQLException, InterruptedException {
        var limit = "ALTER ROLE %s CONNECTION LIMIT %d";
        SuperuserSql.execute(
                cluster.direct(ServerEnd.TARGET), "postgres", limit.formatted(FaultCluster.MOVER, random.nextInt(3)));
        FaultPause.of(shorter());
        SuperuserSql.execute(cluster.direct(ServerEnd.TARGET), "postgres", limit.formatted(FaultCluster.MOVER, -1));
    }

    private void writeToSource() throws InterruptedException {
        try (var _ = SourceWriter.start(
                cluster.direct(ServerEnd.SOURCE), request.databases().getFirst(), Duration.ZERO)) {
            FaultPause.of(shorter());
        }
    }

    private ForeignSessions foreigners() {
        return new ForeignSessions(
                cluster.direct(ServerEnd.TARGET), request.databases().getFirst(), shorter());
    }

    private Duration shorter() {
        return plan.faultLasts().compareTo(LONGEST_LOCK) > 0 ? LONGEST_LOCK : plan.faultLasts();
    }
}
