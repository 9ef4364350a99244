package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.ServiceEnding;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two databases with the same tables and other rows, as every server with many tenants has them, and one
/// slot for their tasks: what waits is sent again, and a result of the one must not count for the other.
@UsesEnvironment
class SameShapeIT {

    private static final List<String> DATABASES = List.of("tenant_one", "tenant_two");
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    SameShapeIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void leave_one_slot() throws SQLException, IOException, InterruptedException {
        for (var database : DATABASES) {
            TestDatabases.create(source, database);
            SuperuserSql.execute(source, database, """
                    DO $$ BEGIN FOR i IN 1..6 LOOP
                      EXECUTE format('CREATE TABLE orders_%%s (id int PRIMARY KEY, note text)', i);
                      EXECUTE format('INSERT INTO orders_%%s SELECT n, repeat(md5(n || ''%s''), 300) FROM generate_series(1, 100) n', i);
                    END LOOP; END $$
                    """.formatted(database));
        }
        for (var worker : TestEnvironment.WORKERS) {
            ServiceEnding.KILL.strike(environment.service(worker));
        }
        environment.replaceWith(
                TestEnvironment.WORKERS.getFirst(),
                Map.of(
                        "pgconvoy.worker.copier-slots", "1",
                        "pgconvoy.worker.batch-tables", "1",
                        "pgconvoy.retry.silence", "300ms"));
    }

    @AfterAll
    void restore() throws SQLException, IOException, InterruptedException {
        client.close();
        ServiceEnding.KILL.strike(environment.service(TestEnvironment.WORKERS.getFirst()));
        for (var worker : TestEnvironment.WORKERS) {
            environment.replace(worker);
        }
        for (var database : DATABASES) {
            TestDatabases.drop(source, database);
            TestDatabases.drop(target, database);
        }
    }

    @Test
    void each_database_gets_its_own_rows_though_nothing_is_verified() throws SQLException {
        everybodyGetsTheirOwnRows("off");
    }

    @Tag("long")
    @Test
    void each_database_gets_its_own_rows_and_they_are_verified() throws SQLException {
        everybodyGetsTheirOwnRows("full");
    }

    private void everybodyGetsTheirOwnRows(String verify) throws SQLException {
        // given
        for (var database : DATABASES) {
            TestDatabases.drop(target, database);
        }
        var request = RequestJson.move("tenants-" + verify, source, target, DATABASES.toArray(String[]::new))
                .with("\"jobs\": 8, \"verify\": \"%s\"".formatted(verify));

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        for (var database : DATABASES) {
            assertThat(ContentLines.of(target, database)).as(database).isEqualTo(ContentLines.of(source, database));
        }
    }
}
