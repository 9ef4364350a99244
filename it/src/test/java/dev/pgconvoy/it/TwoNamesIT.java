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
import org.junit.jupiter.api.Test;

/// One server has two names in the ids of two migrations, and both may overwrite: the second must not drop what the
/// first is moving.
@UsesEnvironment
class TwoNamesIT {

    private static final String DATABASE = "wanted_twice";
    private static final int SLOW = 600_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    TwoNamesIT(TestEnvironment environment) {
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
    void what_one_migration_makes_the_other_does_not_drop() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW)) {
            // given
            var one = overwrite("one", slow.server(), target);
            client.request(one);
            try (var watch = SuperuserSql.watch(
                    target,
                    "SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE datname = '%s'".formatted(DATABASE))) {
                await("rows are on their way")
                        .pollInSameThread()
                        .atMost(PATIENCE)
                        .until(watch::isTrue);
            }
            var oid = oid();

            // when
            var alias = new RunningServer(
                    "another-name", target.major(), target.host(), target.port(), target.passwordFile());
            var two = overwrite("two", source, alias);
            client.request(two);
            var endOfTwo = client.awaitEnd(two.id(), PATIENCE);
            var endOfOne = client.awaitEnd(one.id(), PATIENCE);

            // then
            assertThat(endOfOne.text("state"))
                    .as(endOfOne.data().toPrettyString())
                    .isEqualTo("Succeeded");
            assertThat(endOfTwo.text("state"))
                    .as(endOfTwo.data().toPrettyString())
                    .isIn("Failed", "ValidationFailed");
            assertThat(endOfTwo.data().path("databasesToDrop")).isEmpty();
            assertThat(oid()).isEqualTo(oid);
            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
        }
    }

    private static RequestJson overwrite(String name, RunningServer from, RunningServer to) {
        return RequestJson.move(name, from, to, DATABASE)
                .with("\"overwriteDbsInTarget\": true, \"copy\": {\"splitTablesLargerThan\": 1048576}");
    }

    private String oid() throws SQLException {
        return SuperuserSql.lines(
                        target, "postgres", "SELECT oid FROM pg_database WHERE datname = '%s'".formatted(DATABASE))
                .getFirst();
    }
}
