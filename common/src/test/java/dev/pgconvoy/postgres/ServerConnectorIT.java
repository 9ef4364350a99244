package dev.pgconvoy.postgres;

import static dev.pgconvoy.fixture.Fixtures.anId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServerConnectorIT {

    private static final List<String> HOSTILE = List.of(
            "plain",
            "Mixed Case",
            "quo\"te",
            "apo'strophe",
            "back\\slash",
            "\\' OR 1=1 --",
            "$$",
            "ünï 🐘",
            "%s",
            "a+b&c?d/e#f",
            ";drop");

    private static final AllowedReferences ALL = new AllowedReferences(List.of("*"), List.of());
    private static PostgresServer server;

    private final ServerConnector connector = new ServerConnector(
            new SecretResolver(Optional.empty(), ALL, Map.of("PASSWORD", "it's \\ hunter2", "WRONG", "hunter3")::get),
            Duration.ofSeconds(10));

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void a_session_is_the_same_whatever_the_database_and_the_role_are_set_to() throws Exception {
        try (var connection = open("postgres")) {
            execute(connection, "CREATE DATABASE odd");
            execute(connection, "ALTER DATABASE odd SET DateStyle = 'SQL, DMY'");
            execute(connection, "ALTER DATABASE odd SET bytea_output = escape");
            execute(connection, "ALTER DATABASE odd SET default_transaction_read_only = on");
            execute(connection, "ALTER DATABASE odd SET standard_conforming_strings = off");
            execute(connection, "ALTER DATABASE odd SET idle_session_timeout = '1h'");
            execute(connection, "ALTER DATABASE odd SET default_transaction_isolation = serializable");
            execute(connection, "ALTER DATABASE odd SET synchronous_commit = off");
            execute(connection, "ALTER DATABASE odd SET gin_fuzzy_search_limit = 10");
            execute(connection, "ALTER DATABASE odd SET exit_on_error = on");
            execute(connection, "ALTER DATABASE odd SET zero_damaged_pages = on");
            execute(connection, "ALTER DATABASE odd SET ignore_checksum_failure = on");
            execute(connection, "ALTER DATABASE odd SET session_replication_role = replica");
            execute(connection, "CREATE ROLE powerless");
            execute(connection, "ALTER DATABASE odd SET role = powerless");
            execute(connection, "ALTER ROLE postgres SET role = powerless");
        }

        try (var connection = open("odd")) {
            assertThat(read(connection, "SELECT current_user = session_user")).isEqualTo("t");
            assertThat(read(connection, "SHOW DateStyle")).isEqualTo("ISO, YMD");
            assertThat(read(connection, "SHOW bytea_output")).isEqualTo("hex");
            assertThat(read(connection, "SHOW default_transaction_read_only")).isEqualTo("off");
            assertThat(read(connection, "SHOW standard_conforming_strings")).isEqualTo("on");
            assertThat(read(connection, "SHOW idle_session_timeout")).isEqualTo("0");
            assertThat(read(connection, "SHOW default_transaction_isolation")).isEqualTo("read committed");
            assertThat(read(connection, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(read(connection, "SHOW gin_fuzzy_search_limit")).isEqualTo("0");
            assertThat(read(connection, "SHOW exit_on_error")).isEqualTo("off");
            assertThat(read(connection, "SHOW zero_damaged_pages")).isEqualTo("off");
            assertThat(read(connection, "SHOW ignore_checksum_failure")).isEqualTo("off");
            assertThat(read(connection, "SHOW session_replication_role")).isEqualTo("origin");
            assertThat(read(connection, "SHOW application_name")).isEqualTo("pgconvoy test");
            assertThat(read(connection, "SHOW search_path")).isEqualTo("pg_catalog, pg_temp");
        }
    }

    /// Who swaps a table for a view between our look at the catalog and our query would have us run what it calls.
    @Test
    void nobody_gets_a_view_read_in_the_place_of_a_table() throws Exception {
        try (var connection = open("postgres")) {
            execute(connection, "CREATE VIEW public.swapped AS SELECT 1 AS id");

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> read(connection, "SELECT count(*) FROM ONLY public.swapped"))
                    .withMessageContaining("swapped");
            ReadableRelations.allowAll(connection);
            assertThat(read(connection, "SELECT count(*) FROM ONLY public.swapped"))
                    .isEqualTo("1");
            ReadableRelations.allowTablesOnly(connection);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> read(connection, "SELECT count(*) FROM ONLY public.swapped"));
        }
    }

    @Test
    void the_messages_of_errors_hold_no_values_of_rows() throws Exception {
        try (var connection = open("postgres")) {
            execute(connection, "CREATE TABLE public.keyed (id text PRIMARY KEY)");
            execute(connection, "INSERT INTO public.keyed VALUES ('a-planted-value')");

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> execute(connection, "INSERT INTO public.keyed VALUES ('a-planted-value')"))
                    .withMessageNotContaining("a-planted-value");
        }
    }

    @Test
    void a_setting_that_hides_damage_and_that_we_may_not_change_is_refused() throws Exception {
        try (var connection = open("postgres")) {
            execute(connection, "CREATE DATABASE damaged");
            execute(connection, "CREATE ROLE modest LOGIN");
            execute(connection, "ALTER DATABASE damaged SET zero_damaged_pages = on");
        }
        var modest = endpoint("modest", Optional.empty());

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> connector
                        .open(ServerSide.SOURCE, modest, "damaged", anId(), "test")
                        .close())
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED))
                .withMessageContaining("zero_damaged_pages");
        connector.openRaw(ServerSide.SOURCE, modest, "damaged", anId(), "test").close();
        open("damaged").close();
    }

    @Test
    void any_name_reaches_the_server_as_it_is() throws Exception {
        for (var name : HOSTILE) {
            try (var connection = open("postgres")) {
                execute(connection, "CREATE DATABASE " + Identifiers.quoted(name));
            }
            try (var connection = open(name)) {
                assertThat(read(connection, "SELECT current_database()")).isEqualTo(name);
                execute(connection, "CREATE TABLE public." + Identifiers.quoted(name) + " ()");
                assertThat(read(connection, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                        .isEqualTo(name);
            }
        }
    }

    @Test
    void any_text_is_the_literal_that_a_server_reads_back() throws Exception {
        var random = new Random(7);
        var alphabet = "ab'\"\\ $E%\n\tü🐘".codePoints().toArray();
        try (var connection = open("postgres")) {
            for (var i = 0; i < 500; i++) {
                var text = random.ints(random.nextInt(12), 0, alphabet.length)
                        .map(at -> alphabet[at])
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                execute(connection, "SET standard_conforming_strings = " + (i % 2 == 0 ? "on" : "off"));
                assertThat(read(connection, "SELECT" + " " + Identifiers.literal(text)))
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void a_password_is_resolved_and_a_wrong_one_is_told_as_such() throws Exception {
        server.demandPasswordOf("guarded");
        try (var connection = open("postgres")) {
            execute(connection, "CREATE ROLE guarded LOGIN PASSWORD " + Identifiers.literal("it's \\ hunter2"));
            execute(connection, "SELECT pg_reload_conf()");
        }
        var right = endpoint("guarded", Optional.of(SecretRef.parse("env:PASSWORD")));
        var wrong = endpoint("guarded", Optional.of(SecretRef.parse("env:WRONG")));

        Awaitility.await()
                .untilAsserted(() -> assertThatExceptionOfType(MigrationException.class)
                        .isThrownBy(() -> connector
                                .open(ServerSide.SOURCE, wrong, "postgres", anId(), "test")
                                .close())
                        .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED))
                        .withMessageNotContaining("hunter3"));
        try (var connection = connector.open(ServerSide.SOURCE, right, "postgres", anId(), "test")) {
            assertThat(read(connection, "SELECT current_user")).isEqualTo("guarded");
        }
        assertThat(connector.libpqEnvironment(ServerSide.SOURCE, right, "postgres", anId()))
                .containsEntry("PGPASSWORD", "it's \\ hunter2")
                .containsEntry("PGUSER", "guarded");
    }

    @Test
    void what_cannot_be_opened_is_named() {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> open("nowhere"))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.SCHEMA_REFUSED))
                .withMessageStartingWith("database \"nowhere\" on localhost:" + server.port())
                .withMessageContaining("SQLSTATE 3D000");
        var closed = new ServerEndpoint("localhost", 1, "postgres", Optional.empty(), SslMode.DISABLE, "postgres");
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> connector.open(ServerSide.SOURCE, closed, "postgres", anId(), "test"))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONNECTION_LOST));
    }

    /// What a cancellation does to a conductor, and the end of a lease to a copier.
    @Test
    void whoever_waits_for_an_answer_is_free_as_soon_as_he_is_interrupted() throws Exception {
        var failure = new AtomicReference<SQLException>();
        try (var waiting = open("postgres")) {
            var thread = Thread.ofVirtual().start(() -> {
                try {
                    read(waiting, "SELECT pg_sleep(60)");
                } catch (SQLException e) {
                    failure.set(e);
                }
            });
            try (var other = open("postgres")) {
                Awaitility.await()
                        .until(() -> read(
                                        other,
                                        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND state = 'active' AND pid <> pg_backend_pid()")
                                .equals("1"));
            }

            thread.interrupt();

            assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
            assertThat((Throwable) failure.get()).isNotNull();
            assertThat(waiting.isClosed()).isTrue();
        }
    }

    @Test
    void whoever_looks_at_the_answers_himself_waits_no_longer_than_for_a_connection_unless_he_says_so()
            throws Exception {
        var hasty = new ServerConnector(new SecretResolver(Optional.empty(), ALL), Duration.ofSeconds(1));
        try (var connection =
                hasty.openRaw(ServerSide.SOURCE, endpoint("postgres", Optional.empty()), "postgres", anId(), "test")) {
            connection.setNetworkTimeout(Runnable::run, 10_000);
            assertThat(read(connection, "SELECT 'slow' FROM pg_sleep(2)")).isEqualTo("slow");
        }
        try (var connection =
                hasty.openRaw(ServerSide.SOURCE, endpoint("postgres", Optional.empty()), "postgres", anId(), "test")) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> read(connection, "SELECT pg_sleep(30)"));
        }
    }

    private Connection open(String database) {
        return connector.open(ServerSide.SOURCE, endpoint("postgres", Optional.empty()), database, anId(), "test");
    }

    private static ServerEndpoint endpoint(String user, Optional<SecretRef> password) {
        return new ServerEndpoint("localhost", server.port(), user, password, SslMode.DISABLE, "postgres");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String read(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
