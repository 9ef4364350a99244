package dev.pgconvoy.worker.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTrialIT {

    private static EmbeddedPostgres server;
    private static final ServerConnector CONNECTOR =
            new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10));
    private final SettingTrial trial = new SettingTrial(driver -> open("postgres", driver));

    @BeforeAll
    static void start() throws Exception {
        server = FreshPostgres.start();
        try (var session = open("postgres", Map.of());
                var statement = session.createStatement()) {
            statement.execute("CREATE ROLE mover LOGIN; CREATE ROLE reader");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Connection open(String user, Map<String, String> driver) {
        return CONNECTOR.open(
                ServerSide.TARGET,
                new ServerEndpoint("localhost", server.getPort(), user, Optional.empty(), SslMode.PREFER, "postgres"),
                "postgres",
                MigrationId.parse("target/settings"),
                "test",
                driver);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER DATABASE \"g32\" SET \"session_preload_libraries\" TO 'anon'",
                "ALTER DATABASE \"g32\" SET \"session_preload_libraries\" TO 'auto_explain', 'od d\\lib'",
                "ALTER DATABASE \"g32\" SET \"session_preload_libraries\" TO ''",
                "ALTER ROLE \"app\" IN DATABASE \"g32\" SET \"local_preload_libraries\" TO 'anon'",
                "ALTER ROLE \"app\" SET \"local_preload_libraries\" TO 'anon'",
                "ALTER DATABASE \"g32\" SET \"default_tablespace\" TO 'fast'",
                "ALTER DATABASE \"g32\" SET \"temp_tablespaces\" TO 'fast', 'faster'",
                "ALTER DATABASE \"g32\" SET \"default_table_access_method\" TO 'columnar'",
                "ALTER DATABASE \"g32\" SET \"default_text_search_config\" TO 'public.klingon'",
                "ALTER ROLE \"app\" SET \"role\" TO 'ghost'",
                "ALTER DATABASE \"g32\" SET \"default_transaction_read_only\" TO 'on'",
            })
    void what_no_session_can_begin_with_is_left_out_with_its_statement(String sql) throws SQLException {
        assertThat(trial.objection(sql)).hasValueSatisfying(finding -> {
            assertThat(finding.code()).isEqualTo("PGC2018");
            assertThat(finding.remedy()).endsWith(": " + sql);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER DATABASE \"g32\" SET \"session_preload_libraries\" TO 'auto_explain'",
                "ALTER DATABASE \"g32\" SET \"default_tablespace\" TO 'pg_default'",
                "ALTER DATABASE \"g32\" SET \"default_text_search_config\" TO 'pg_catalog.simple'",
                "ALTER ROLE \"app\" SET \"role\" TO 'reader'",
                "ALTER DATABASE \"g32\" SET \"default_transaction_read_only\" TO 'off'",
                "ALTER ROLE \"report\" SET \"default_transaction_read_only\" TO 'on'",
                "ALTER DATABASE \"g32\" SET \"client_encoding\" TO 'LATIN1'",
                "ALTER DATABASE \"g32\" SET \"app.tenant\" TO 'one'",
                "GRANT SELECT ON t TO app",
            })
    void everything_else_is_not(String sql) throws SQLException {
        assertThat(trial.objection(sql)).isEmpty();
    }

    @Test
    void a_role_that_is_made_in_the_same_transaction_may_be_missing_yet() throws SQLException {
        assertThat(trial.objectionAmongNewRoles("ALTER ROLE \"app\" SET \"role\" TO 'ghost'"))
                .isEmpty();
        assertThat(trial.objectionAmongNewRoles("ALTER ROLE \"app\" SET \"default_tablespace\" TO 'fast'"))
                .isPresent();
    }

    @Test
    void what_the_user_may_not_set_is_for_the_statement_itself_to_find_out() throws SQLException {
        var asMover = new SettingTrial(driver -> open("mover", driver));

        assertThat(asMover.objection("ALTER ROLE \"app\" SET \"role\" TO 'reader'"))
                .isEmpty();
        assertThat(asMover.objection("ALTER DATABASE \"g32\" SET \"session_preload_libraries\" TO 'anon'"))
                .isEmpty();
        assertThat(asMover.objection("ALTER DATABASE \"g32\" SET \"local_preload_libraries\" TO 'anon'"))
                .map(Finding::object)
                .hasValue("setting local_preload_libraries of database \"g32\"");
    }
}
