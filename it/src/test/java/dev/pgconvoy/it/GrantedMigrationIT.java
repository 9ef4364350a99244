package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SchemaLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A whole migration by two users who have the grants of docs/rights.md and no others, on servers where PUBLIC has none
/// on any database. What each grant is for, preflight's GrantsIT shows.
@Tag("long")
@UsesEnvironment
class GrantedMigrationIT {

    private static final String DATABASE = "granted";
    private static final String READER = "granted_reader";
    private static final String MOVER = "granted_mover";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    GrantedMigrationIT(TestEnvironment environment) {
        this.source = environment.server("granted-source", 15);
        this.target = environment.server("granted-target", 17);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void prepare() throws SQLException, IOException {
        for (var server : List.of(source, target)) {
            SuperuserSql.execute(server, "postgres", """
                    CREATE ROLE granted_clerk;
                    CREATE ROLE granted_guest;
                    CREATE ROLE granted_reader;
                    REVOKE ALL ON DATABASE postgres FROM PUBLIC""");
        }
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_granted"));
        SuperuserSql.execute(source, "postgres", """
                        ALTER ROLE granted_reader LOGIN BYPASSRLS PASSWORD '%s';
                        GRANT CONNECT ON DATABASE postgres TO granted_reader""".formatted(password(source)));
        SuperuserSql.execute(target, "postgres", """
                        CREATE ROLE granted_mover LOGIN CREATEDB PASSWORD '%s';
                        GRANT CONNECT, CREATE ON DATABASE postgres TO granted_mover;
                        GRANT granted_clerk TO granted_mover WITH INHERIT TRUE, SET TRUE""".formatted(password(target)));
    }

    @AfterAll
    void close() {
        client.close();
    }

    @Test
    void two_users_with_the_documented_grants_and_no_others_move_a_database_whole() throws Exception {
        // given
        var request = RequestJson.move("granted", source, target, DATABASE)
                .asSourceUser(READER)
                .asTargetUser(MOVER)
                .with("\"verify\": \"full\"");

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(codesOfRights(end.data().at("/report/notes")))
                .as(end.data().at("/report/notes").toPrettyString())
                .isEmpty();
        assertThat(SchemaLines.differences(source, target, DATABASE)).isEmpty();
        assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
        assertThat(SuperuserSql.lines(target, DATABASE, SuperuserSql.resource("content/list_database")))
                .containsExactlyElementsOf(
                        SuperuserSql.lines(source, DATABASE, SuperuserSql.resource("content/list_database")));
    }

    /// Of what a server refused us, and of rights that differ in the end.
    private static List<String> codesOfRights(JsonNode notes) {
        return notes.valueStream()
                .map(note -> note.path("code").asText())
                .filter(code -> List.of("PGC2001", "PGC2003", "PGC2010").contains(code) || code.startsWith("PGC205"))
                .toList();
    }

    private static String password(RunningServer server) throws IOException {
        return Files.readString(server.passwordFile()).strip();
    }
}
