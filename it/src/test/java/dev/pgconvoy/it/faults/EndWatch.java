package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.wire.KafkaClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// I3, beside the runs that follow: for two lease times after the announced end nothing changes on the target, and
/// nothing more is announced. Then the databases are removed.
final class EndWatch {

    private static final Duration STATISTICS_ARE_IN = Duration.ofSeconds(3);
    private static final Duration WATCHED = FaultCluster.LEASE.multipliedBy(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;
    private final List<String> ids;
    private final RunDatabases databases;
    private final Map<String, DatabaseState> atTheEnd;
    private final CompletableFuture<List<String>> wrong = new CompletableFuture<>();

    private EndWatch(
            FaultCluster cluster,
            KafkaClient client,
            List<String> ids,
            RunDatabases databases,
            Map<String, DatabaseState> atTheEnd) {
        this.source = cluster.direct(ServerEnd.SOURCE);
        this.target = cluster.direct(ServerEnd.TARGET);
        this.client = client;
        this.ids = ids;
        this.databases = databases;
        this.atTheEnd = atTheEnd;
    }

    static EndWatch start(
            FaultCluster cluster,
            KafkaClient client,
            List<String> ids,
            RunDatabases databases,
            Map<String, DatabaseState> atTheEnd) {
        var watch = new EndWatch(cluster, client, ids, databases, atTheEnd);
        Thread.ofVirtual().start(() -> {
            try {
                watch.wrong.complete(watch.run());
            } catch (SQLException | InterruptedException | RuntimeException e) {
                watch.wrong.completeExceptionally(e);
            }
        });
        return watch;
    }

    /// What has happened after the end; returns when the time is over.
    List<String> wrong() throws InterruptedException {
        try {
            return wrong.get();
        } catch (ExecutionException e) {
            return List.of("the watch after the end broke off: " + e.getCause());
        }
    }

    private List<String> run() throws SQLException, InterruptedException {
        var found = new ArrayList<String>();
        FaultPause.of(STATISTICS_ARE_IN);
        var early = states();
        FaultPause.of(WATCHED);
        var late = states();
        for (var database : databases.names()) {
            compare(found, database, atTheEnd.getOrDefault(database, early.get(database)), late.get(database));
            if (early.get(database).hasFewerWritesThan(late.get(database))) {
                found.add("I3: rows of database %s were written after the end: %d, then %d"
                        .formatted(
                                database,
                                early.get(database).rowsWritten(),
                                late.get(database).rowsWritten()));
            }
        }
        for (var id : ids) {
            var ends = AnnouncedEnds.of(client, id);
            if (ends.size() > 1) {
                found.add("%d ends of %s were announced".formatted(ends.size(), id));
            }
        }
        remove();
        return found;
    }

    private static void compare(List<String> found, String database, DatabaseState before, DatabaseState after) {
        if (!before.sameAs(after)) {
            found.add("I3: database %s changed after the end, from %s to %s".formatted(database, before, after));
        }
    }

    private Map<String, DatabaseState> states() throws SQLException, InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                var states = new HashMap<String, DatabaseState>();
                for (var database : databases.names()) {
                    states.put(database, DatabaseState.of(target, database));
                }
                return states;
            } catch (SQLException restartedByTheNextRun) {
                if (System.nanoTime() > end) {
                    throw restartedByTheNextRun;
                }
                FaultPause.of(Duration.ofMillis(500));
            }
        }
    }

    private void remove() throws InterruptedException {
        for (var server : List.of(source, target)) {
            for (var database : databases.names()) {
                remove(server, database);
            }
        }
    }

    private static void remove(RunningServer server, String database) throws InterruptedException {
        for (var i = 0; i < 20; i++) {
            try {
                TestDatabases.drop(server, database);
                return;
            } catch (SQLException restartedByTheNextRun) {
                FaultPause.of(Duration.ofMillis(500));
            }
        }
        System.err.println("database " + database + " could not be removed from " + server.name());
    }
}
