package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.Contents;
import dev.pgconvoy.it.content.Databases;
import dev.pgconvoy.it.content.Sql;
import dev.pgconvoy.it.environment.Environment;
import dev.pgconvoy.it.environment.PostgresServer;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.Request;
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

    private final PostgresServer source;
    private final PostgresServer target;
    private final KafkaClient client;

    SnapshotEndedIT(Environment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        Databases.create(source, DATABASE);
        Sql.execute(source, DATABASE, Sql.resource("content/fill_split_tables"));
        Databases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        Databases.drop(source, DATABASE);
        Databases.drop(target, DATABASE);
    }

    @Test
    void the_copy_begins_anew_from_another_snapshot() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW);
                var watch = Sql.watch(
                        target,
                        "SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE datname = '%s'".formatted(DATABASE))) {
            // given
            var request = Request.move("snapshot-ended", slow.server(), target, DATABASE)
                    .with("\"copy\": {\"splitTablesLargerThan\": 1048576}");
            client.request(request);
            await("rows are on their way").pollInSameThread().atMost(PATIENCE).until(watch::isTrue);

            // when
            Sql.lines(source, "postgres", """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE state = 'idle in transaction' AND application_name LIKE 'pgconvoy%'""");
            Sql.execute(source, DATABASE, "INSERT INTO nothing VALUES (1)");
            slow.speed(FAST);

            // then
            var end = client.awaitEnd(request.id(), PATIENCE);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(end.data().at("/report/notes").toString()).contains("PGC2002");
            assertThat(Contents.of(target, DATABASE)).isEqualTo(Contents.of(source, DATABASE));
        }
    }
}
