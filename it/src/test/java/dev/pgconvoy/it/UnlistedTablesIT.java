package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

/// Tables that are easily taken for somebody else's: in a schema of our own name, and members of an extension.
@UsesEnvironment
class UnlistedTablesIT {

    private static final String DATABASE = "unlisted_tables";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    UnlistedTablesIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, """
                CREATE SCHEMA pgconvoy;
                CREATE TABLE pgconvoy.fleet (id int PRIMARY KEY);
                INSERT INTO pgconvoy.fleet VALUES (1), (2);
                CREATE EXTENSION hstore;
                CREATE TABLE queue (id bigint GENERATED ALWAYS AS IDENTITY, msg text);
                INSERT INTO queue (msg) VALUES ('x');
                ALTER EXTENSION hstore ADD TABLE queue;
                CREATE TABLE t (id int)""");
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void every_row_arrives_or_its_table_is_named_before_and_after() throws SQLException {
        // given
        var request = RequestJson.move("unlisted-tables", source, target, DATABASE);

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(SuperuserSql.lines(target, DATABASE, "SELECT id FROM pgconvoy.fleet ORDER BY id"))
                .containsExactly("1", "2");
        assertThat(of("PGC1511", end.data().at("/findings")))
                .singleElement()
                .asString()
                .contains("public.queue");
        assertThat(of("PGC2017", end.data().at("/report/notes")))
                .singleElement()
                .asString()
                .contains("public.queue");
    }

    private static List<String> of(String code, JsonNode findings) {
        return findings.valueStream()
                .filter(finding -> finding.path("code").asText().equals(code))
                .map(JsonNode::toString)
                .toList();
    }
}
