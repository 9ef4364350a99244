package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A transaction that replaces a table's storage is open when the migration begins: a snapshot taken before its commit
/// shows the new storage as empty, to the copy and to the comparison alike.
@Tag("long")
@UsesEnvironment
class StorageReplacedIT {

    private static final String DATABASE = "nightly_load";
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String SOMEBODY_WAITS = """
            SELECT count(*) > 0 FROM pg_stat_activity
            WHERE datname = '%s' AND wait_event_type = 'Lock'""".formatted(DATABASE);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    StorageReplacedIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeEach
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, """
                CREATE TABLE stage (id int PRIMARY KEY);
                INSERT INTO stage SELECT generate_series(1, 5000)""");
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            reloaded  | TRUNCATE stage; INSERT INTO stage SELECT generate_series(1, 5200)
            rewritten | ALTER TABLE stage ALTER id TYPE bigint
            """)
    void every_row_arrives(String name, String sql) throws SQLException {
        try (var load = source.connect(DATABASE);
                var statement = load.createStatement();
                var watch = SuperuserSql.watch(source, SOMEBODY_WAITS)) {
            // given
            load.setAutoCommit(false);
            statement.execute(sql);

            // when
            var request = RequestJson.move("storage-" + name, source, target, DATABASE)
                    .with("\"verify\": \"full\"");
            client.request(request);
            await("the migration waits for the table")
                    .pollInSameThread()
                    .atMost(PATIENCE)
                    .until(watch::isTrue);
            load.commit();

            // then
            var end = client.awaitEnd(request.id(), PATIENCE);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
        }
    }
}
