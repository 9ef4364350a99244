package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.ServerCrash;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The target crashes in the middle of the copy and is there again after a second.
@Tag("long")
@UsesEnvironment
class TargetCrashIT {

    private static final String DATABASE = "crashed_in_between";
    private static final int SLOW = 400_000;
    private static final int FAST = 50_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String VERIFIED = """
            SELECT CASE WHEN count(*) > 0 THEN 't' END FROM pgconvoy_ledger.unit WHERE unit LIKE 'verify %fleeting%'""";
    private static final String COPIED =
            "SELECT CASE WHEN count(*) > 2 THEN 't' END FROM pgconvoy_ledger.unit WHERE unit LIKE 'copy %'";

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    TargetCrashIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("crashing-target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeEach
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
    void a_table_without_a_log_is_full_at_the_end_though_it_was_verified_before() throws SQLException, IOException {
        SuperuserSql.execute(source, DATABASE, """
                CREATE UNLOGGED TABLE fleeting (id int PRIMARY KEY, note text);
                INSERT INTO fleeting SELECT i, md5(i::text) FROM generate_series(1, 40000) i""");

        thenMovesExactlyAfterACrash("fleeting", VERIFIED);
    }

    /// What was committed on the target stays: the snapshot is held by sessions of the source, which had no fault.
    @Test
    void the_copy_goes_on_in_its_snapshot_while_the_source_is_written_to() throws SQLException, IOException {
        var report = thenMovesExactlyAfterACrash("blip", COPIED);

        assertThat(report).doesNotContain("PGC2002");
    }

    private String thenMovesExactlyAfterACrash(String name, String moment) throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW)) {
            // given
            var before = ContentLines.of(source, DATABASE);
            var request = RequestJson.move(name, slow.server(), target, DATABASE)
                    .with("\"verify\": \"full\", \"copy\": {\"splitTablesLargerThan\": 1048576}");
            client.request(request);
            await("it has come so far")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .until(() -> SuperuserSql.lines(target, DATABASE, moment).contains("t"));
            SuperuserSql.execute(source, DATABASE, "INSERT INTO nothing SELECT generate_series(1, 1000)");

            // when
            ServerCrash.of(target);
            slow.speed(FAST);

            // then
            var end = client.awaitEnd(request.id(), PATIENCE);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(ContentLines.of(target, DATABASE).tables()).isEqualTo(before.tables());
            return end.data().toString();
        }
    }
}
