package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Somebody goes on inserting at the source while it is copied, and the copy takes seconds between the moment at which
/// it sets the sequences and its end.
@Tag("long")
@UsesEnvironment
class SequenceInUseIT {

    private static final String DATABASE = "heartbeats";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    SequenceInUseIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, """
                CREATE TABLE audit (id bigserial PRIMARY KEY, n int);
                INSERT INTO audit (n) SELECT generate_series(1, 100);
                CREATE MATERIALIZED VIEW slow AS SELECT count(*) c, (pg_sleep(3) IS NULL) s FROM audit""");
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void the_copy_is_exact_and_the_next_value_is_free() throws SQLException {
        try (var writer = Executors.newSingleThreadScheduledExecutor();
                var session = source.connect(DATABASE);
                var insert = session.prepareStatement("INSERT INTO audit (n) VALUES (0)")) {
            // given
            writer.scheduleAtFixedRate(
                    () -> {
                        try {
                            insert.execute();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    0,
                    100,
                    TimeUnit.MILLISECONDS);
            var request =
                    RequestJson.move("heartbeats", source, target, DATABASE).with("\"verify\": \"full\"");

            // when
            client.request(request);
            var end = client.awaitEnd(request.id(), PATIENCE);
            writer.shutdown();

            // then
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(end.data().at("/report/databases/0/differences")).isEmpty();
            SuperuserSql.execute(target, DATABASE, "INSERT INTO audit (n) VALUES (1)");
        }
    }
}
