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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One table whose rows the target refuses, among others that are sound; its parts are the largest and come first.
@Tag("long")
@UsesEnvironment
class FailingTableIT {

    private static final String DATABASE = "one_is_rotten";
    private static final String COPIED =
            "SELECT DISTINCT split_part(unit, ' ', 2) FROM pgconvoy_ledger.unit WHERE unit LIKE 'copy %' ORDER BY 1";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    FailingTableIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, """
                CREATE FUNCTION public.home() RETURNS boolean LANGUAGE sql IMMUTABLE AS
                  'SELECT system_identifier = %s FROM pg_catalog.pg_control_system()';
                CREATE TABLE rotten (id int, note text, CONSTRAINT at_home CHECK (public.home()));
                INSERT INTO rotten SELECT i, repeat(md5(i::text), 8) FROM generate_series(1, 12000) i;
                CREATE TABLE apple (id int PRIMARY KEY, note text);
                INSERT INTO apple SELECT i, repeat(md5(i::text), 8) FROM generate_series(1, 4000) i;
                CREATE TABLE pear (id int PRIMARY KEY, note text);
                INSERT INTO pear SELECT i, repeat(md5(i::text), 8) FROM generate_series(1, 4000) i
                """.formatted(
                        SuperuserSql.lines(source, DATABASE, "SELECT system_identifier FROM pg_control_system()")
                                .getFirst()));
    }

    @BeforeEach
    void drop_the_copy() throws SQLException {
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void the_migration_fails_when_the_others_have_finished() throws SQLException {
        thenFailsByName(migrate("patient", false));

        assertThat(SuperuserSql.lines(target, DATABASE, COPIED))
                .isEqualTo(List.of("\"public\".\"apple\"", "\"public\".\"pear\""));
    }

    @Test
    void it_fails_at_once_when_that_was_asked_for() throws SQLException {
        thenFailsByName(migrate("hasty", true));

        assertThat(SuperuserSql.lines(target, DATABASE, COPIED)).isEmpty();
    }

    @Test
    void a_small_table_does_not_take_its_companions_down() throws SQLException {
        TestDatabases.create(source, "orchard");
        SuperuserSql.execute(source, "orchard", """
                CREATE FUNCTION public.home() RETURNS boolean LANGUAGE sql IMMUTABLE AS
                  'SELECT system_identifier = %s FROM pg_catalog.pg_control_system()';
                CREATE TABLE rotten (id int, CONSTRAINT at_home CHECK (public.home()));
                INSERT INTO rotten VALUES (1);
                CREATE TABLE moved (id int, at_home boolean DEFAULT true);
                INSERT INTO moved VALUES (1);
                CREATE UNIQUE INDEX worm ON moved (public.home()) WHERE NOT public.home();
                INSERT INTO moved VALUES (2);
                DO $$ BEGIN FOR i IN 1..30 LOOP
                  EXECUTE format('CREATE TABLE tree_%%s (id int PRIMARY KEY)', i);
                  EXECUTE format('INSERT INTO tree_%%s SELECT generate_series(1, %%s)', i, i);
                END LOOP; END $$
                """.formatted(
                        SuperuserSql.lines(source, "orchard", "SELECT system_identifier FROM pg_control_system()")
                                .getFirst()));
        try {
            var request = RequestJson.move("orchard", source, target, "orchard").with("\"verify\": \"full\"");
            client.request(request);

            var end = client.awaitEnd(request.id(), PATIENCE);

            assertThat(end.text("state")).isEqualTo("Failed");
            assertThat(end.data().at("/failure").toString()).contains("rotten", "worm");
            for (var unit : List.of("copy", "constraint", "verify")) {
                assertThat(SuperuserSql.lines(
                                target,
                                "orchard",
                                "SELECT count(*) FROM pgconvoy_ledger.unit WHERE unit LIKE '%s %%tree_%%'"
                                        .formatted(unit)))
                        .as(unit)
                        .containsExactly("30");
            }
            assertThat(SuperuserSql.lines(target, "orchard", "SELECT sum(id) FROM tree_30"))
                    .containsExactly("465");
        } finally {
            TestDatabases.drop(source, "orchard");
            TestDatabases.drop(target, "orchard");
        }
    }

    private RequestJson migrate(String name, boolean failFast) {
        var request = RequestJson.move(name, source, target, DATABASE)
                .with("\"jobs\": 1, \"copy\": {\"splitTablesLargerThan\": 1048576, \"failFast\": %b}"
                        .formatted(failFast));
        client.request(request);
        return request;
    }

    private void thenFailsByName(RequestJson request) {
        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).isEqualTo("Failed");
        assertThat(end.data().at("/failure/object").asText()).contains("rotten");
        assertThat(end.data().at("/failure/message").asText()).contains("at_home");
        assertThat(end.data().at("/failure/code").asText()).isEqualTo("DATA_REFUSED");
    }
}
