package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.SslMode;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.worker.conductor.TargetDatabase.Permission;
import dev.pgconvoy.worker.ledger.Origin;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetDatabaseIT {

    private static final MigrationId ID = MigrationId.parse("target/databases");
    private static final MigrationId EARLIER = MigrationId.parse("target/earlier");
    private static final Origin ORIGIN = new Origin("system 1 database 5 shop", "all");
    private static final Permission NONE = new Permission(false, false);
    private static final Permission OVERWRITE = new Permission(true, false);
    private static final Permission RESUME = new Permission(false, true);

    private static EmbeddedPostgres server;
    private Connection admin;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        admin = server.getPostgresDatabase().getConnection();
    }

    @AfterEach
    void drop() throws SQLException {
        try (var session = admin;
                var statement = session.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS shop WITH (FORCE)");
        }
    }

    private TargetDatabase of(MigrationId id) {
        return new TargetDatabase(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                new ServerEndpoint(
                        "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres"),
                id,
                admin,
                "shop");
    }

    @Test
    void a_database_whose_drop_was_interrupted_is_named_when_stopping_and_replaced_when_going_on() throws SQLException {
        var database = of(ID);
        database.create(admin, 1, ORIGIN);
        assertThat(database.claim(2, ORIGIN, NONE)).isTrue();
        try (var statement = admin.createStatement()) {
            statement.execute("UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'shop'");
        }

        assertThat(database.close()).isTrue();
        assertThat(database.claim(3, ORIGIN, OVERWRITE)).isFalse();

        database.create(admin, 3, ORIGIN);
        assertThat(database.isUnfinished()).isTrue();
        assertThat(database.close()).isTrue();
    }

    @Test
    void what_a_stopped_migration_left_is_gone_on_with_when_that_is_asked_for() throws SQLException {
        of(EARLIER).create(admin, 900, ORIGIN);
        of(EARLIER).close();

        assertThat(of(ID).claim(2, ORIGIN, RESUME)).isTrue();

        assertThat(of(ID).isUnfinished()).isTrue();
        assertThat(of(EARLIER).isUnfinished()).isFalse();
    }

    @Test
    void without_that_it_is_refused_and_the_remedy_names_it() throws SQLException {
        of(EARLIER).create(admin, 1, ORIGIN);

        assertRefused(ID, ORIGIN, NONE, "--resume", EARLIER.toString());
    }

    @Test
    void the_copy_of_another_source_is_refused() throws SQLException {
        of(EARLIER).create(admin, 1, ORIGIN);

        assertRefused(ID, new Origin("system 2 database 5 shop", "all"), RESUME, "another source");
    }

    @Test
    void the_copy_of_a_migration_that_still_runs_is_refused() throws SQLException {
        of(EARLIER).create(admin, 1, ORIGIN);
        try (var leader = server.getPostgresDatabase().getConnection()) {
            Leadership.take(leader, EARLIER);

            assertRefused(ID, ORIGIN, RESUME, "still runs");
        }
        assertThat(of(EARLIER).isUnfinished()).isTrue();
    }

    @Test
    void a_migration_that_was_stopped_is_not_gone_on_with_under_its_own_name() throws SQLException {
        of(ID).create(admin, 1, ORIGIN);
        of(ID).close();

        assertRefused(ID, ORIGIN, RESUME, "--name");
    }

    private void assertRefused(MigrationId id, Origin origin, Permission permission, String... words) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> of(id).claim(2, origin, permission))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED))
                .satisfies(e -> assertThat(e.failure().sentence()).contains(words));
    }

    @Test
    void what_was_refused_to_an_earlier_conductor_is_known_to_the_next() throws SQLException {
        var database = of(ID);
        database.create(admin, 1, ORIGIN);
        var steps = List.of(
                new Statement("grant", "table made", "CREATE TABLE public.made ()"),
                new Statement("grant", "role ghost", "GRANT SELECT ON public.made TO ghost"));
        List<Finding> first;
        try (var session = database.openWired()) {
            first = new Target(session, ID, 1).tolerantly("grants", steps);
        }
        assertThat(first)
                .singleElement()
                .satisfies(note -> assertThat(note.object()).isEqualTo("role ghost"));

        assertThat(database.claim(2, ORIGIN, NONE)).isTrue();
        try (var session = database.openWired()) {
            assertThat(new Target(session, ID, 2).tolerantly("grants", steps)).isEqualTo(first);
        }
    }
}
