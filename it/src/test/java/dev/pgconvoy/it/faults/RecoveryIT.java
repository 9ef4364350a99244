package dev.pgconvoy.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.it.wire.TopicFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// How long a fault stops the work: `-Dpgconvoy.it.recovery=20` measures each kind so many times, in the
/// middle of a slow copy. Each measurement is a line in `it/target/faults/recoveries.jsonl`.
@EnabledIfSystemProperty(named = "pgconvoy.it.recovery", matches = "[1-9][0-9]*")
@Tag("faults")
class RecoveryIT {

    private static final Path MEASURED = FaultCluster.FOLDER.resolve(FaultSections.RECOVERIES);
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final int SLOW = 100_000;
    private static final int FAST = 40_000_000;
    private static final int JOBS = 4;
    private static final String COPIES_ON_TARGET =
            "SELECT count(*) FROM pg_stat_progress_copy WHERE datname = '%s' AND tuples_processed > 0";
    private static final String COPIES_ON_SOURCE = "SELECT count(*) FROM pg_stat_progress_copy WHERE datname = '%s'";

    @Test
    void work_goes_on_soon_after_a_fault() throws IOException, SQLException, InterruptedException {
        var times = Integer.getInteger("pgconvoy.it.recovery");
        Files.createDirectories(FaultCluster.FOLDER);
        Files.deleteIfExists(MEASURED);
        var measured = new ArrayList<RecoveryRecord>();
        try (var cluster = FaultCluster.start();
                var client = KafkaClient.connect(cluster.bootstrapServers())) {
            RunDatabases.prepareTemplates(cluster.direct(ServerEnd.SOURCE));
            for (var i = 0; i < times; i++) {
                for (var kind : RecoveryMeasure.values()) {
                    var record = new Measurement(cluster, client, kind, i).measure();
                    measured.add(record);
                    Files.writeString(
                            MEASURED, record.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    System.out.printf("recovery: %s %.1f s%n", kind, record.millis() / 1_000.0);
                }
            }
        }
        FaultSections.writeIfWanted();
        assertThat(measured)
                .allSatisfy(record -> assertThat(Duration.ofMillis(record.millis()))
                        .as(record.kind())
                        .isLessThanOrEqualTo(
                                RecoveryMeasure.valueOf(record.kind()).bound()));
    }

    /// One fault in one migration.
    private record Measurement(FaultCluster cluster, KafkaClient client, RecoveryMeasure kind, int number) {

        RecoveryRecord measure() throws SQLException, IOException, InterruptedException {
            var databases = RunDatabases.create(
                    cluster.direct(ServerEnd.SOURCE), "recovery_%d_%d".formatted(kind.ordinal(), number), 1);
            cluster.line(ServerEnd.SOURCE).speed(SLOW);
            var request = RequestJson.move(
                            databases.first().replace('_', '-'),
                            cluster.proxied(ServerEnd.SOURCE),
                            cluster.proxied(ServerEnd.TARGET),
                            databases.first())
                    .with("\"jobs\": %d, \"copy\": {\"splitTablesLargerThan\": 1048576}".formatted(JOBS));
            client.request(request);
            awaitCopies(ServerEnd.TARGET, COPIES_ON_TARGET, databases.first(), JOBS);
            until(() -> !begun(request.id()).isEmpty() && copier(request.id()).isPresent());
            var millis = strike(request.id(), databases.first());
            cluster.line(ServerEnd.SOURCE).speed(FAST);
            cluster.heal();
            client.awaitEnd(request.id(), PATIENCE);
            TestDatabases.drop(cluster.direct(ServerEnd.SOURCE), databases.first());
            TestDatabases.drop(cluster.direct(ServerEnd.TARGET), databases.first());
            return new RecoveryRecord(kind.name(), millis);
        }

        private long strike(String id, String database) throws SQLException, IOException, InterruptedException {
            var leader = leader(id);
            var epoch = epoch(id);
            var changes = client.facts(KafkaClient.SUBSTATE_CHANGED, id).size();
            var began = System.nanoTime();
            switch (kind) {
                case COPIER_KILLED -> {
                    cluster.kill(copier(id).orElseThrow());
                    awaitCopies(ServerEnd.TARGET, COPIES_ON_TARGET, database, 0, JOBS);
                }
                case CONDUCTOR_KILLED -> {
                    cluster.kill(leader);
                    awaitProgress(id, epoch);
                }
                case CONDUCTOR_SUSPENDED -> {
                    cluster.signal(leader, "STOP");
                    awaitProgress(id, epoch);
                }
                case ALL_WORKERS_KILLED_AND_RESTARTED -> {
                    FaultCluster.WORKERS.forEach(cluster::kill);
                    cluster.replaceAll(FaultCluster.WORKERS);
                    awaitProgress(id, epoch);
                }
                case MONITOR_KILLED -> {
                    cluster.kill(FaultCluster.MONITORS.get(number % FaultCluster.MONITORS.size()));
                    until(() -> client.facts(KafkaClient.SUBSTATE_CHANGED, id).size() > changes);
                }
                case SOURCE_RESTARTED -> {
                    cluster.restart(ServerEnd.SOURCE, false);
                    awaitCopies(ServerEnd.SOURCE, COPIES_ON_SOURCE, database, 1);
                }
            }
            return (System.nanoTime() - began) / 1_000_000;
        }

        private void awaitProgress(String id, int epoch) {
            until(() -> client.facts(KafkaClient.OBSERVED, id).stream()
                    .anyMatch(fact -> kind(fact).equals("progressed")
                            && fact.data().at("/observation/epoch").asInt() > epoch));
        }

        /// Each of these numbers in turn, or more.
        private void awaitCopies(ServerEnd end, String query, String database, int... counts) throws SQLException {
            try (var connection = cluster.direct(end).connect("postgres")) {
                for (var i = 0; i < counts.length; i++) {
                    var wanted = counts[i];
                    var falls = wanted == 0;
                    until(() -> {
                        try (var statement = connection.createStatement();
                                var rows = statement.executeQuery(query.formatted(database))) {
                            rows.next();
                            return falls ? rows.getInt(1) < JOBS : rows.getInt(1) >= wanted;
                        }
                    });
                }
            }
        }

        private static void until(Callable<Boolean> condition) {
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(LOOK)
                    .pollInSameThread()
                    .until(condition);
        }

        private List<TopicFact> begun(String id) {
            return client.facts(KafkaClient.OBSERVED, id).stream()
                    .filter(fact -> kind(fact).equals("migration-began"))
                    .toList();
        }

        /// A worker that copies and does not lead. There is one: no worker has a slot for each job.
        private Optional<String> copier(String id) {
            var leader = leader(id);
            return client.facts(KafkaClient.PROGRESS, id).stream()
                    .map(fact -> fact.data().at("/worker").asText())
                    .filter(worker -> !worker.equals(leader))
                    .reduce((_, later) -> later);
        }

        private String leader(String id) {
            return begun(id).getLast().data().at("/observation/worker").asText();
        }

        private int epoch(String id) {
            return begun(id).getLast().data().at("/observation/epoch").asInt();
        }

        private static String kind(TopicFact fact) {
            return fact.data().at("/observation/kind").asText();
        }
    }
}
