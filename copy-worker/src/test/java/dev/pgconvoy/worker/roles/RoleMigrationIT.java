package dev.pgconvoy.worker.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Between two servers, by a user who may create roles and is no superuser.
class RoleMigrationIT {

    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;

    @BeforeAll
    static void start() throws Exception {
        source = FreshPostgres.start();
        target = FreshPostgres.start();
        run(source, """
                CREATE ROLE app LOGIN PASSWORD 'hunter2';
                CREATE ROLE readers;
                GRANT readers TO app WITH ADMIN OPTION;
                ALTER ROLE app SET work_mem = '7MB';
                CREATE ROLE reader LOGIN""");
        run(target, "CREATE ROLE mover LOGIN CREATEROLE CREATEDB");
    }

    @AfterAll
    static void stop() throws Exception {
        source.close();
        target.close();
    }

    private final Notes one = new Notes();
    private final Notes other = new Notes();

    /// What two migrations note on the same server.
    private class Notes implements JoinedRoles {
        private final List<String> noted = new ArrayList<>();

        @Override
        public void note(List<String> roles) {
            noted.addAll(roles);
        }

        @Override
        public List<String> noted() {
            return noted;
        }

        @Override
        public List<String> notedByOthers() {
            return this == one ? other.noted : one.noted;
        }

        @Override
        public void forget() {
            noted.clear();
        }

        @Override
        public void alone(Change change) throws SQLException {
            change.run();
        }
    }

    @AfterEach
    void drop() throws SQLException {
        run(target, "DROP ROLE IF EXISTS app, readers, reader");
    }

    @Test
    void roles_move_once_and_a_second_time_changes_nothing() throws Exception {
        try (var from = connect(source, "postgres");
                var to = connect(target, "mover")) {
            var migration = migration(to);
            migration.run(from);
            migration.run(from);
            assertThat(migration.takeNotes()).isEmpty();

            migration.join(List.of("app", "postgres"));
            assertThat(read(to, "SELECT pg_has_role('app', 'USAGE')::text")).containsExactly("true");
            assertThat(migration(to).leave()).as("by the next leader").isEmpty();
            assertThat(read(to, "SELECT pg_has_role('app', 'USAGE')::text")).containsExactly("false");
        }
        try (var from = connect(source, "postgres");
                var to = connect(target, "postgres")) {
            var verifiers = "SELECT rolpassword FROM pg_authid WHERE rolname = 'app'";
            assertThat(read(to, verifiers)).isEqualTo(read(from, verifiers));
            assertThat(read(to, "SELECT setconfig::text FROM pg_db_role_setting"))
                    .containsExactly("{work_mem=7MB}");
            assertThat(new RoleReader(to).memberships())
                    .contains(new RoleMembership("readers", "app", true, true, true));
        }
    }

    @Test
    void a_membership_that_two_migrations_share_is_given_up_by_the_last() throws Exception {
        var member = "SELECT pg_has_role('app', 'USAGE')::text";
        try (var from = connect(source, "postgres");
                var to = connect(target, "mover")) {
            var first = migration(to, one);
            var second = migration(to, other);
            first.run(from);
            first.join(List.of("app", "gone"));
            second.join(List.of("app"));

            assertThat(first.leave()).isEmpty();
            assertThat(read(to, member)).containsExactly("true");
            assertThat(second.leave()).isEmpty();
            assertThat(read(to, member)).containsExactly("false");
            assertThat(one.noted()).isEmpty();
        }
    }

    @Test
    void a_membership_that_was_there_before_stays() throws Exception {
        try (var from = connect(source, "postgres");
                var to = connect(target, "mover")) {
            var migration = migration(to);
            migration.run(from);
            run(target, "GRANT app TO mover");

            migration.join(List.of("app"));
            assertThat(migration.leave()).isEmpty();
            assertThat(read(to, "SELECT pg_has_role('app', 'USAGE')::text")).containsExactly("true");
        }
    }

    @Test
    void whoever_may_not_read_passwords_gets_a_list() throws Exception {
        try (var from = connect(source, "reader");
                var to = connect(target, "postgres")) {
            var migration = migration(to);
            migration.run(from);

            var notes = migration.takeNotes();
            assertThat(migration.takeNotes()).isEmpty();
            assertThat(notes).extracting(Finding::code).containsExactly("PGC2016");
            assertThat(notes.getFirst().object()).isEqualTo("roles app, reader");
        }
    }

    @Test
    void settings_that_only_the_source_can_follow_are_left_out_with_their_statement() throws Exception {
        run(source, "CREATE ROLE keeper; ALTER ROLE keeper SET default_text_search_config = 'public.klingon'");
        run(source, "ALTER ROLE keeper SET log_statement = 'all'");
        try (var from = connect(source, "postgres");
                var to = connect(target, "mover")) {
            var migration = migration(to);
            migration.run(from);

            var notes = migration.takeNotes();
            assertThat(notes).extracting(Finding::code).containsExactly("PGC2018", "PGC2010");
            assertThat(notes)
                    .extracting(Finding::remedy)
                    .satisfiesExactly(
                            remedy -> assertThat(remedy)
                                    .endsWith(
                                            ": ALTER ROLE \"keeper\" SET \"default_text_search_config\" TO 'public.klingon'"),
                            remedy -> assertThat(remedy)
                                    .endsWith(": ALTER ROLE \"keeper\" SET \"log_statement\" TO 'all'"));
        } finally {
            run(source, "DROP ROLE keeper");
            run(target, "DROP ROLE IF EXISTS keeper");
        }
    }

    @Test
    void what_a_role_has_at_the_source_and_does_not_get_is_told() throws Exception {
        run(source, """
                CREATE ROLE rds_backup;
                CREATE ROLE clerk LOGIN PASSWORD 'hunter3';
                ALTER ROLE clerk SET search_path = 'sales';
                GRANT rds_backup, pg_read_server_files TO clerk;
                CREATE ROLE porter CREATEDB""");
        run(target, "CREATE ROLE porter");
        try (var from = connect(source, "postgres");
                var to = connect(target, "postgres")) {
            var migration = migration(to);
            migration.run(from);

            assertThat(migration.takeNotes())
                    .extracting(Finding::code)
                    .containsExactlyInAnyOrder("PGC2011", "PGC2013", "PGC2014", "PGC2015", "PGC2056");
        } finally {
            run(source, "DROP ROLE rds_backup, clerk, porter");
            run(target, "DROP ROLE IF EXISTS rds_backup, clerk, porter");
        }
    }

    private RoleMigration migration(Connection to) {
        return migration(to, one);
    }

    private static RoleMigration migration(Connection to, JoinedRoles joined) {
        return new RoleMigration(to, false, new SettingTrial(_ -> connect(target, "mover")), joined);
    }

    private static Connection connect(EmbeddedPostgres server, String user) throws SQLException {
        return DriverManager.getConnection(server.getJdbcUrl(user, "postgres"));
    }

    private static void run(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = connect(server, "postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> read(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            var read = new ArrayList<String>();
            while (rows.next()) {
                read.add(rows.getString(1));
            }
            return read;
        }
    }
}
