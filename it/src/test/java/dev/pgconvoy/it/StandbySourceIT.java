package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.StandbyServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The source is a standby, and the target its primary: what is dropped there is dropped here.
@Tag("long")
@UsesEnvironment
class StandbySourceIT {

    private static final String DATABASE = "crm";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer primary;
    private final KafkaClient client;

    StandbySourceIT(TestEnvironment environment) {
        this.primary = environment.server("primary", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @AfterAll
    void close() throws SQLException {
        client.close();
        TestDatabases.drop(primary, DATABASE);
    }

    @Test
    void is_not_overwritten_by_itself() throws SQLException, IOException, InterruptedException {
        TestDatabases.create(primary, DATABASE);
        SuperuserSql.execute(
                primary, DATABASE, "CREATE TABLE customers AS SELECT g AS id FROM generate_series(1, 1000) g");
        try (var standby = StandbyServer.of(primary)) {
            // given
            await("the standby has the rows")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> SuperuserSql.lines(standby.server(), DATABASE, "SELECT count(*) FROM customers")
                            .contains("1000"));
            var request = RequestJson.move("to-its-primary", standby.server(), primary, DATABASE)
                    .with("\"overwriteDbsInTarget\": true");

            // when
            client.request(request);
            var end = client.awaitEnd(request.id(), PATIENCE);

            // then
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("ValidationFailed");
            assertThat(SuperuserSql.lines(primary, DATABASE, "SELECT count(*) FROM customers"))
                    .containsExactly("1000");
            assertThat(SuperuserSql.lines(standby.server(), DATABASE, "SELECT count(*) FROM customers"))
                    .containsExactly("1000");
        }
    }
}
