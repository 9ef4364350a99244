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
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Roles, owners, grants, settings and filters, onto a server where we are no superuser, as on a managed one.
@Tag("long")
@UsesEnvironment
class RightsIT {

    private static final String DATABASE = "rights";

    /// From here on CREATEROLE alone does not let one grant predefined roles.
    private static final int ADMIN_OPTION_NEEDED = 16;

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final KafkaClient client;

    RightsIT(TestEnvironment environment) {
        this.environment = environment;
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @AfterAll
    void close() {
        client.close();
    }

    @ParameterizedTest(name = "15 to {0}")
    @ValueSource(ints = {15, 17})
    void all_that_says_who_may_do_what_arrives_without_a_superuser(int to) throws Exception {
        // given
        var source = environment.server("rights-source-for-" + to, 15);
        var target = environment.server("rights-target", to);
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_rights"));
        createMover(target);
        var request = RequestJson.move("rights-to-" + to, source, target, DATABASE)
                .asTargetUser("mover")
                .with("""
                        "rights": {"migrateRoles": true},
                        "filters": {"excludeSchemas": ["audit"], "excludeTableData": ["public.scratch"]}""");

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(objects(end.data().at("/report/notes")))
                .as(end.data().at("/report/notes").toPrettyString())
                .contains(
                        "role \"boss\"",
                        "view public.said",
                        "fk constraint public.stock stock_log_id_fkey",
                        "setting statement_timeout of role \"app_user\"");
        assertThat(refused(end.data().at("/report/notes")))
                .containsExactlyElementsOf(
                        to < ADMIN_OPTION_NEEDED ? List.of() : List.of("membership of \"app_user\" in \"pg_monitor\""));
        whatWasLostIsMendedByItsNotes(target, end.data().at("/report/notes"));
        thenIsLeftOfTheSource(source, to);
        assertThat(SuperuserSql.lines(target, "postgres", SuperuserSql.resource("content/list_roles")))
                .containsExactlyElementsOf(
                        SuperuserSql.lines(source, "postgres", SuperuserSql.resource("content/list_roles")));
        assertThat(SuperuserSql.lines(target, DATABASE, SuperuserSql.resource("content/list_database")))
                .containsExactlyElementsOf(
                        SuperuserSql.lines(source, DATABASE, SuperuserSql.resource("content/list_database")));
        assertThat(SchemaLines.differences(source, target, DATABASE)).isEmpty();
        assertThat(ContentLines.of(target, DATABASE).tables())
                .containsExactlyElementsOf(ContentLines.of(source, DATABASE).tables());
        assertThat(end.data().toString()).doesNotContain("SCRAM", "secret-of-app-user");
        assertThat(SuperuserSql.lines(target, "postgres", """
                        SELECT r.rolname FROM pg_auth_members AS a JOIN pg_roles AS r ON r.oid = a.roleid
                        WHERE a.member = 'mover'::regrole AND a.grantor = 'mover'::regrole"""))
                .as("memberships taken for the migration")
                .isEmpty();
    }

    private static void createMover(RunningServer target) throws Exception {
        SuperuserSql.execute(
                target,
                "postgres",
                "CREATE ROLE r_exists LOGIN; CREATE ROLE g_exists; CREATE ROLE mover LOGIN CREATEDB CREATEROLE PASSWORD '%s'; GRANT CREATE ON DATABASE postgres TO mover"
                        .formatted(Files.readString(target.passwordFile()).strip()));
    }

    /// Rights on a function of the target's superuser, and what a role has that was there before: each told once.
    private static void whatWasLostIsMendedByItsNotes(RunningServer target, JsonNode notes) throws Exception {
        var lost = notes.valueStream()
                .filter(note -> note.get("code").textValue().startsWith("PGC205"))
                .toList();
        assertThat(lost)
                .extracting(note -> note.get("code").textValue())
                .as(notes.toPrettyString())
                .containsExactlyInAnyOrder("PGC2050", "PGC2050", "PGC2053", "PGC2054");
        for (var note : lost) {
            var remedy = note.get("remedy").textValue();
            SuperuserSql.execute(
                    target,
                    DATABASE,
                    "BEGIN READ WRITE; %s; COMMIT".formatted(remedy.substring(remedy.indexOf(": ") + 2)));
        }
        assertThat(SuperuserSql.lines(target, DATABASE, """
                        SELECT has_function_privilege(role, 'public.armor(bytea)', 'EXECUTE')::text
                        FROM (VALUES (1, 'app_user'), (2, 'g_exists')) AS r (number, role) ORDER BY number""")).containsExactly("true", "false");
    }

    /// What the filters leave out, and what we cannot give, is taken away there, too.
    private static void thenIsLeftOfTheSource(RunningServer source, int to) throws Exception {
        SuperuserSql.execute(source, DATABASE, """
                BEGIN READ WRITE;
                DROP SCHEMA audit CASCADE;
                DELETE FROM public.scratch;
                ALTER ROLE boss NOSUPERUSER NOREPLICATION NOBYPASSRLS;
                COMMIT;
                """);
        if (to >= ADMIN_OPTION_NEEDED) {
            SuperuserSql.execute(source, "postgres", "REVOKE pg_monitor FROM app_user");
        }
    }

    private static List<String> objects(JsonNode notes) {
        return StreamSupport.stream(notes.spliterator(), false)
                .map(note -> note.get("object").textValue())
                .toList();
    }

    private static List<String> refused(JsonNode notes) {
        return StreamSupport.stream(notes.spliterator(), false)
                .filter(note -> List.of("PGC2001", "PGC2003", "PGC2010")
                        .contains(note.get("code").textValue()))
                .map(note -> note.get("object").textValue())
                .toList();
    }
}
