package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A job on the source that ends sessions which are idle in a transaction: all that hold the snapshot.
@Tag("long")
@UsesEnvironment
class SnapshotEndedIT {

    private static final String DATABASE = "idle_sessions_ended";
    private static final int SLOW = 600_000;
    private static final int FAST = 50_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    SnapshotEndedIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_split_tables"));
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void the_copy_begins_anew_from_another_snapshot() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW);
                var watch = SuperuserSql.watch(
                        target,
                        "SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE datname = '%s'".formatted(DATABASE))) {
            // given
            var request = RequestJson.move("snapshot-ended", slow.server(), target, DATABASE)
                    .with("\"copy\": {\"splitTablesLargerThan\": 1048576}");
            client.request(request);
            await("rows are on their way").pollInSameThread().atMost(PATIENCE).until(watch::isTrue);

            // when
            SuperuserSql.lines(source, "postgres", """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE state = 'idle in transaction' AND application_name LIKE 'pgconvoy%'""");
            SuperuserSql.execute(source, DATABASE, "INSERT INTO nothing VALUES (1)");
            slow.speed(FAST);

            // then
            var end = client.awaitEnd(request.id(), PATIENCE);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(end.data().at("/report/notes").toString()).contains("PGC2002");
            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
        }
    }
}
