package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.TopicFact;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/// What must be true when a migration has ended. It knows the servers, the topics and what was asked for;
/// nothing of how the copy is made.
///
/// @param foreign databases of somebody else on the target that nobody has permitted to drop, as they were before
record ExactnessChecker(
        FaultCluster cluster,
        KafkaClient client,
        RunPlan plan,
        RunDatabases databases,
        Map<String, DatabaseState> foreign) {

    /// Until sessions of theirs are gone that nobody has to wait for.
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(250);
    /// Copies that three workers with three slots each can have in flight.
    private static final int IN_FLIGHT = 9;
    /// Written by others while it is copied.
    private static final List<String> LIVE = List.of("live_left", "live_right", "numbers");

    /// @param ends of the migration, without copies of the saboteur
    /// @return what is wrong, in words; empty when nothing is
    List<String> check(String id, List<TopicFact> ends, Set<String> alsoMovedByOthers) throws SQLException {
        var wrong = new ArrayList<String>();
        if (ends.size() != 1) {
            wrong.add("%d ends were announced, not one: %s".formatted(ends.size(), states(ends)));
        }
        if (ends.isEmpty()) {
            return wrong;
        }
        var end = ends.getFirst();
        switch (end.text("state")) {
            case "Succeeded" -> succeeded(end, wrong);
            case "Canceled", "Failed" -> left(end, alsoMovedByOthers, wrong);
            case "ValidationFailed" -> refused(alsoMovedByOthers, wrong);
            default -> wrong.add("the last state is \"%s\"".formatted(end.text("state")));
        }
        if (end.topic().equals(KafkaClient.CANCELLED) && !plan.asksToCancel()) {
            wrong.add("it was cancelled, and nobody had asked for that");
        }
        foreignIsUntouched(wrong);
        repeatedWork(id, end, wrong);
        return wrong;
    }

    private static List<String> states(List<TopicFact> ends) {
        return ends.stream().map(end -> end.text("state")).toList();
    }

    private void succeeded(TopicFact end, List<String> wrong) throws SQLException {
        var crashed = hasCrashedSince(end);
        for (var database : databases.names()) {
            if (!TestDatabases.names(target()).contains(database)) {
                wrong.add("Succeeded, and database %s is not on the target".formatted(database));
                continue;
            }
            isEqual(database, crashed, wrong);
            var ours = SuperuserSql.lines(
                    target(), database, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pgconvoy%'");
            if (!ours.isEmpty()) {
                wrong.add("Succeeded, and database %s has schema %s".formatted(database, ours));
            }
        }
    }

    /// A crash after the end empties unlogged tables, as crashes do.
    private boolean hasCrashedSince(TopicFact end) throws SQLException {
        return SuperuserSql.lines(
                        target(),
                        "postgres",
                        "SELECT pg_postmaster_start_time() > '%s'"
                                .formatted(end.headers().get("ce_time")))
                .equals(List.of("t"));
    }

    private void isEqual(String database, boolean crashed, List<String> wrong) throws SQLException {
        var found = ContentLines.of(target(), database);
        var differences = differences(databases.wanted().get(database), found, crashed);
        if (!differences.isEmpty() && plan.fault() == InjectedFault.SOURCE_RESTARTED_IMMEDIATE) {
            // What has no log is empty after a crash of the source, and sequences have moved on.
            differences = differences(ContentLines.of(cluster.direct(ServerEnd.SOURCE), database), found, crashed);
        }
        if (!differences.isEmpty()) {
            wrong.add("I1: Succeeded, and database %s differs (- source, + target): %s"
                    .formatted(database, String.join("; ", differences)));
        }
        if (database.equals(databases.first())) {
            liveTablesAreOneMoment(database, wrong);
        }
    }

    private List<String> differences(ContentLines wanted, ContentLines found, boolean crashed) {
        var differences = new ArrayList<String>();
        differences(wanted.tables(), found.tables(), differences);
        differences(wanted.sequences(), found.sequences(), differences);
        differences(withoutOwners(wanted.largeObjects()), withoutOwners(found.largeObjects()), differences);
        differences.removeIf(line -> crashed && line.contains(" public.scratch:"));
        return differences;
    }

    private void differences(List<String> wanted, List<String> found, List<String> differences) {
        var missing = new ArrayList<>(wanted);
        found.forEach(missing::remove);
        var more = new ArrayList<>(found);
        wanted.forEach(more::remove);
        missing.stream().filter(line -> !isLive(line)).forEach(line -> differences.add("- " + line));
        more.stream().filter(line -> !isLive(line)).forEach(line -> differences.add("+ " + line));
    }

    /// The owner is the last word; requests say `noOwner`.
    private static List<String> withoutOwners(List<String> largeObjects) {
        return largeObjects.stream()
                .map(line -> line.replaceFirst(" (postgres|mover)$", ""))
                .toList();
    }

    private static boolean isLive(String line) {
        return LIVE.stream().anyMatch(name -> line.startsWith("public." + name + ":"));
    }

    /// One writer adds the next id to both tables in one transaction: a snapshot shows no gap and no
    /// difference, and the sequence is at or behind the last number.
    private void liveTablesAreOneMoment(String database, List<String> wrong) throws SQLException {
        var problems = SuperuserSql.lines(target(), database, """
                SELECT 'live_left and live_right differ: ' || count(*) FROM (
                    (TABLE live_left EXCEPT TABLE live_right) UNION ALL (TABLE live_right EXCEPT TABLE live_left)) d
                    HAVING count(*) > 0
                UNION ALL SELECT 'live_left has ' || count(*) || ' rows up to id ' || max(id) FROM live_left
                    HAVING count(*) <> max(id) OR count(*) < 100
                UNION ALL SELECT 'sequence numbers is at ' || last_value || ', before ' || (SELECT max(number) FROM live_left)
                    FROM numbers WHERE last_value < (SELECT max(number) FROM live_left)
                """);
        problems.forEach(problem -> wrong.add("I1: database %s: %s".formatted(database, problem)));
    }

    /// What is left must be named, and what is named must be theirs.
    private void left(TopicFact end, Set<String> alsoMovedByOthers, List<String> wrong) throws SQLException {
        var named = new HashSet<String>();
        StreamSupport.stream(end.data().path("databasesToDrop").spliterator(), false)
                .forEach(name -> named.add(name.asText()));
        var there = TestDatabases.names(target());
        for (var database : databases.names()) {
            if (alsoMovedByOthers.contains(database)) {
                continue;
            }
            var before = foreign.get(database);
            var isForeign =
                    before != null && there.contains(database) && before.oid() == DatabaseState.oid(target(), database);
            if (there.contains(database)
                    && !isForeign
                    && !named.contains(database)
                    && !isComplete(database, hasCrashedSince(end))) {
                wrong.add("%s, and database %s is left on the target without being named in databasesToDrop"
                        .formatted(end.text("state"), database));
            }
            if (isForeign && named.contains(database)) {
                wrong.add("%s, and databasesToDrop names %s, which is still the database of somebody else"
                        .formatted(end.text("state"), database));
            }
        }
    }

    /// Of several databases each reaches its own end.
    private boolean isComplete(String database, boolean crashed) throws SQLException {
        var problems = new ArrayList<String>();
        isEqual(database, crashed, problems);
        return problems.isEmpty() && !TestDatabases.hasLedger(target(), database);
    }

    private void refused(Set<String> alsoMovedByOthers, List<String> wrong) throws SQLException {
        for (var database : TestDatabases.names(target())) {
            if (databases.names().contains(database)
                    && !foreign.containsKey(database)
                    && !alsoMovedByOthers.contains(database)) {
                wrong.add("ValidationFailed, and database %s was made on the target".formatted(database));
            }
        }
    }

    private void foreignIsUntouched(List<String> wrong) throws SQLException {
        for (var entry : foreign.entrySet()) {
            if (entry.getKey().equals(databases.first()) && plan.overwrite()) {
                continue;
            }
            var now = DatabaseState.of(target(), entry.getKey());
            if (!now.sameAs(entry.getValue())) {
                wrong.add("foreign database %s was %s and is %s".formatted(entry.getKey(), entry.getValue(), now));
            }
        }
    }

    /// I4, by the results: a copy that was done counts once, as long as the snapshot was not lost. A task
    /// that finds its unit done repeats what the ledger says of it, to the millisecond.
    private void repeatedWork(String id, TopicFact end, List<String> wrong) {
        if (end.data().toString().contains("PGC2002") || plan.fault() == InjectedFault.CANCELLED_AND_RESUMED) {
            return;
        }
        var done = new HashMap<String, Set<String>>();
        client.facts(KafkaClient.RESULTS, id).stream()
                .filter(fact -> !fact.headers().containsKey(TopicSaboteur.MARK))
                .filter(fact -> fact.data().at("/outcome/kind").asText().equals("done"))
                .forEach(fact -> fact.data().at("/outcome/units").forEach(unit -> {
                    if (unit.path("unit").asText().startsWith("copy")
                            && unit.path("bytes").asLong() > 0) {
                        done.computeIfAbsent(
                                        fact.text("database") + " "
                                                + unit.path("unit").asText(),
                                        _ -> new HashSet<>())
                                .add("%s %s %s".formatted(unit.path("rows"), unit.path("bytes"), unit.path("millis")));
                    }
                }));
        var repeated =
                done.values().stream().mapToInt(times -> times.size() - 1).sum();
        if (repeated > IN_FLIGHT) {
            wrong.add("I4: %d copies were done again without a new snapshot, more than were in flight"
                    .formatted(repeated));
        }
    }

    /// Once the fault is over: nothing of ours is left on either server.
    List<String> leftOvers() throws SQLException, InterruptedException {
        var end = System.nanoTime() + GRACE.toNanos();
        var left = whatIsLeft();
        while (!left.isEmpty() && System.nanoTime() < end) {
            FaultPause.of(LOOK);
            left = whatIsLeft();
        }
        return left;
    }

    private List<String> whatIsLeft() throws SQLException {
        var left = new ArrayList<String>();
        for (var one : ServerEnd.values()) {
            var names = databases.names().stream()
                    .map(name -> "'" + name + "'")
                    .collect(java.util.stream.Collectors.joining(", "));
            SuperuserSql.lines(cluster.direct(one), "postgres", """
                    SELECT format('session of %%s in %%s, %%s: %%s', application_name, datname, state, left(query, 100))
                    FROM pg_stat_activity
                    WHERE (application_name LIKE 'pgconvoy%%' OR application_name IN ('pg_dump', 'pg_restore'))
                        AND (datname IN (%s) OR datname = 'postgres' AND application_name NOT LIKE '%%preflight%%')
                    """.formatted(names))
                    .forEach(session -> left.add("left on the " + one.serverName() + ": " + session));
        }
        SuperuserSql.lines(target(), "postgres", """
                SELECT 'left on the target: schema ' || nspname FROM pg_namespace WHERE nspname LIKE 'pgconvoy%'
                UNION ALL SELECT 'left on the target: database ' || datname FROM pg_database
                WHERE datname LIKE 'pgconvoy_building_%'""").forEach(left::add);
        cluster.childrenOfWorkers().forEach(child -> left.add("left on the machine: process " + child));
        return left;
    }

    private RunningServer target() {
        return cluster.direct(ServerEnd.TARGET);
    }
}
