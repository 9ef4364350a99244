package dev.pgconvoy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnSchemaIT {

    private static final String OURS = """
            CREATE SCHEMA pgconvoy_lead;
            CREATE TABLE pgconvoy_lead.migration (
                id text, request_hash text, epoch integer, attempt integer, ending text, last_steps text[],
                begun_anew text[], joined_roles text[], taken_at timestamp with time zone)
            """;

    private static PostgresServer server;
    private static Connection session;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
        session = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(server.port()));
        execute("CREATE ROLE mallory; CREATE FUNCTION public.run() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'");
    }

    @AfterAll
    static void stop() throws Exception {
        session.close();
        server.close();
    }

    @BeforeEach
    void ours_was_looked_at() throws SQLException {
        execute("DROP SCHEMA IF EXISTS pgconvoy_lead CASCADE;" + OURS);
        assertThat(OwnSchema.LEAD.foreign(session)).isEmpty();
        assertThat(OwnSchema.LEAD.foreign(session)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER SCHEMA pgconvoy_lead OWNER TO mallory",
                "ALTER TABLE pgconvoy_lead.migration OWNER TO mallory",
                "CREATE TRIGGER t BEFORE INSERT ON pgconvoy_lead.migration FOR EACH ROW EXECUTE FUNCTION public.run()",
                "CREATE RULE r AS ON INSERT TO pgconvoy_lead.migration DO INSTEAD NOTHING",
                "ALTER TABLE pgconvoy_lead.migration ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE pgconvoy_lead.migration ADD COLUMN more text",
                "CREATE TABLE pgconvoy_lead.fleet (id int)",
                "CREATE TABLE public.child () INHERITS (pgconvoy_lead.migration)"
            })
    void what_was_as_we_make_it_and_was_changed_is_looked_at_again(String change) throws SQLException {
        execute(change);

        assertThat(OwnSchema.LEAD.foreign(session)).isPresent();
    }

    @Test
    void so_is_one_that_was_put_in_its_place() throws SQLException {
        execute("DROP SCHEMA pgconvoy_lead CASCADE");
        execute(OURS + "; ALTER SCHEMA pgconvoy_lead OWNER TO mallory");
        assertThat(OwnSchema.LEAD.foreign(session)).isPresent();

        execute("ALTER SCHEMA pgconvoy_lead RENAME TO theirs;" + OURS);
        assertThat(OwnSchema.LEAD.foreign(session)).isEmpty();
        execute("ALTER SCHEMA pgconvoy_lead RENAME TO away; ALTER SCHEMA theirs RENAME TO pgconvoy_lead");

        assertThat(OwnSchema.LEAD.foreign(session)).isPresent();
        execute("DROP SCHEMA away CASCADE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCHEMA pgconvoy_lead", "TABLE pgconvoy_lead.migration"})
    void a_superuser_is_trusted_as_its_owner_while_he_is_one(String owned) throws SQLException {
        execute("CREATE ROLE chief SUPERUSER; ALTER %s OWNER TO chief".formatted(owned));
        try {
            assertThat(OwnSchema.LEAD.foreign(session)).isEmpty();

            execute("ALTER ROLE chief NOSUPERUSER");

            assertThat(OwnSchema.LEAD.foreign(session)).isPresent();
        } finally {
            execute("DROP OWNED BY chief CASCADE; DROP ROLE chief");
        }
    }

    @Test
    void where_there_is_none_nothing_is_foreign() throws SQLException {
        execute("DROP SCHEMA pgconvoy_lead CASCADE");

        assertThat(OwnSchema.LEAD.foreign(session)).isEmpty();
    }

    private static void execute(String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
