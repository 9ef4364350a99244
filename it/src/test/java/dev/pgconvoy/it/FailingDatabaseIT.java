package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The databases of a request reach their ends on their own: one whose rows the target refuses takes no other along,
/// neither the one before it nor the one after it.
@UsesEnvironment
class FailingDatabaseIT {

    private static final List<String> SOUND = List.of("sound_before", "sound_after");
    private static final String ROTTEN = "rotten_between";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    FailingDatabaseIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, ROTTEN);
        SuperuserSql.execute(source, ROTTEN, """
                CREATE FUNCTION public.home() RETURNS boolean LANGUAGE sql IMMUTABLE AS
                  'SELECT system_identifier = %s FROM pg_catalog.pg_control_system()';
                CREATE TABLE rotten (id int, CONSTRAINT at_home CHECK (public.home()));
                INSERT INTO rotten VALUES (1)
                """.formatted(
                        SuperuserSql.lines(source, ROTTEN, "SELECT system_identifier FROM pg_control_system()")
                                .getFirst()));
        TestDatabases.drop(target, ROTTEN);
        for (var database : SOUND) {
            TestDatabases.create(source, database);
            SuperuserSql.execute(source, database, """
                    CREATE TABLE apple (id serial PRIMARY KEY, note text);
                    INSERT INTO apple (note) SELECT md5(i::text) FROM generate_series(1, 1000) i;
                    CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
                    CREATE EVENT TRIGGER watcher ON ddl_command_end EXECUTE FUNCTION watch();
                    ALTER DATABASE %s SET work_mem = '7MB'""".formatted(database));
            TestDatabases.drop(target, database);
        }
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        for (var database : List.of(SOUND.getFirst(), ROTTEN, SOUND.getLast())) {
            TestDatabases.drop(source, database);
            TestDatabases.drop(target, database);
        }
    }

    @Test
    void the_others_are_complete_and_what_is_left_is_named() throws SQLException {
        // given
        var request = RequestJson.move("rotten-between", source, target, SOUND.getFirst(), ROTTEN, SOUND.getLast())
                .with("\"verify\": \"full\"");

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Failed");
        assertThat(end.data().at("/failure").toString()).contains("rotten").doesNotContain("apple");
        assertThat(end.data().path("databasesToDrop"))
                .extracting(JsonNode::asText)
                .containsExactly(ROTTEN);
        for (var database : SOUND) {
            assertThat(ContentLines.of(target, database)).as(database).isEqualTo(ContentLines.of(source, database));
            assertThat(TestDatabases.hasLedger(target, database)).as(database).isFalse();
            assertThat(SuperuserSql.lines(target, database, "SELECT evtname FROM pg_event_trigger"))
                    .as(database)
                    .containsExactly("watcher");
            assertThat(SuperuserSql.lines(target, database, "SHOW work_mem"))
                    .as(database)
                    .containsExactly("7MB");
            assertThat(phase(end.data(), database)).as(database).isEqualTo("DONE");
        }
        assertThat(phase(end.data(), ROTTEN)).isEqualTo("FAILED");
        assertThat(TestDatabases.hasLedger(target, ROTTEN)).isTrue();
    }

    private static String phase(JsonNode status, String database) {
        return status.path("databases")
                .valueStream()
                .filter(one -> one.path("database").asText().equals(database))
                .findFirst()
                .orElseThrow()
                .path("phase")
                .asText();
    }
}
