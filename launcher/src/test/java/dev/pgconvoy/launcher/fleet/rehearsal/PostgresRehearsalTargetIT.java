package dev.pgconvoy.launcher.fleet.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.launcher.stack.PostgresProcess;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.LeaderLock;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class PostgresRehearsalTargetIT {

    private static final Path LEDGER = Path.of("../copy-worker/src/main/resources/sql/ledger/create.sql");

    private Optional<Stack> stack = Optional.empty();

    @BeforeAll
    void start() {
        var started = Stack.in(StackFolder.temporary(), StackDistribution.current());
        stack = Optional.of(started);
        started.startAll(List.of(PostgresSettings.of("scratch", 17)));
    }

    @AfterAll
    void stop() {
        stack.ifPresent(Stack::close);
    }

    @AfterEach
    void drop_the_databases() throws SQLException {
        execute("postgres", "DROP DATABASE IF EXISTS shop WITH (FORCE)");
        execute("postgres", "DROP DATABASE IF EXISTS crm WITH (FORCE)");
    }

    private PostgresProcess server() {
        return stack.orElseThrow().postgres("scratch");
    }

    private void execute(String database, String sql) throws SQLException {
        try (var connection = server().connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static MigrationRequest request(PostgresProcess server, String user) {
        return Fixtures.aRequest()
                .to(new ServerEndpoint(
                        "127.0.0.1",
                        server.port(),
                        user,
                        Optional.of(new SecretRef.SecretFile(server.passwordFile())),
                        SslMode.PREFER,
                        "postgres"))
                .build();
    }

    private RehearsalTarget target() {
        return target("postgres");
    }

    /// @param user who has the superuser's password
    private RehearsalTarget target(String user) {
        return new PostgresRehearsalTarget(connector(), request(server(), user));
    }

    private ServerConnector connector() {
        var allowed = AllowedReferences.exactly(List.of(new SecretRef.SecretFile(server().passwordFile())));
        return new ServerConnector(new SecretResolver(Optional.empty(), allowed), Duration.ofSeconds(10));
    }

    private void executeAs(String user, String database, String sql) throws SQLException {
        var request = request(server(), user);
        try (var connection = connector().open(ServerSide.TARGET, request.target(), database, request.id(), "test");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long oid(RehearsalTarget target, String name) throws SQLException {
        return target.databases().entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private void copyBegins(String database, String migration) throws SQLException, IOException {
        execute("postgres", "CREATE DATABASE " + database);
        execute(database, Files.readString(LEDGER));
        execute(database, """
                INSERT INTO pgconvoy_ledger.migration (id, request_hash, epoch, source, scope)
                VALUES ('%s', 'hash', 1, 'source', 'scope')""".formatted(migration));
    }

    @Test
    void the_ledger_says_whose_a_database_is() throws SQLException, IOException {
        copyBegins("shop", "scratch/weekend.shop.rehearsal-1");
        execute("postgres", "CREATE DATABASE crm");
        try (var target = target()) {
            assertThat(target.ledgerOwner(oid(target, "shop"), "shop")).contains("scratch/weekend.shop.rehearsal-1");
            assertThat(target.ledgerOwner(oid(target, "crm"), "crm")).isEmpty();
            assertThat(target.ledgerOwner(oid(target, "crm"), "shop"))
                    .as("another database has the name by now")
                    .isEmpty();
        }
    }

    @Test
    void a_ledger_that_somebody_else_made_is_not_read() throws SQLException, IOException {
        copyBegins("shop", "scratch/weekend.shop.rehearsal-1");
        execute("shop", "CREATE VIEW pgconvoy_ledger.trap AS SELECT 1 AS one");
        try (var target = target()) {
            var oid = oid(target, "shop");
            assertThatThrownBy(() -> target.ledgerOwner(oid, "shop")).isInstanceOf(MigrationException.class);
        }
    }

    @Test
    void this_database_is_dropped_and_no_other_of_its_name() throws SQLException {
        execute("postgres", "CREATE DATABASE shop");
        try (var target = target()) {
            var first = oid(target, "shop");
            execute("postgres", "DROP DATABASE shop");
            execute("postgres", "CREATE DATABASE shop");
            var second = oid(target, "shop");

            assertThatThrownBy(() -> target.drop(first, "shop"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("another database");
            assertThat(target.databases()).containsEntry(second, "shop");

            target.drop(second, "shop");
            assertThat(target.databases()).doesNotContainKey(second).containsValue("postgres");
        }
    }

    @Test
    void a_user_who_is_no_superuser_sees_and_drops_what_belongs_to_him() throws SQLException, IOException {
        // given
        execute("postgres", server().password().use("CREATE ROLE mover LOGIN CREATEDB PASSWORD '%s'"::formatted));
        executeAs("mover", "postgres", "CREATE DATABASE shop TEMPLATE template0");
        executeAs("mover", "shop", Files.readString(LEDGER));
        executeAs("mover", "shop", """
                INSERT INTO pgconvoy_ledger.migration (id, request_hash, epoch, source, scope)
                VALUES ('scratch/ours', 'hash', 1, 'source', 'scope')""");
        try (var target = target("mover");
                var leader = server().connect("postgres");
                var statement = leader.createStatement()) {
            var oid = oid(target, "shop");

            // when
            assertThat(target.ledgerOwner(oid, "shop")).contains("scratch/ours");
            statement.execute("SELECT pg_advisory_lock(%d, 1)".formatted(LeaderLock.CLASS));
            assertThat(target.isInUse()).isTrue();
            target.drop(oid, "shop");

            // then
            assertThat(target.databases()).doesNotContainKey(oid);
        } finally {
            execute("postgres", "DROP ROLE mover");
        }
    }

    @Test
    void a_database_that_somebody_uses_stays() throws SQLException {
        execute("postgres", "CREATE DATABASE shop");
        try (var target = target();
                var user = server().connect("shop")) {
            var oid = oid(target, "shop");

            assertThatThrownBy(() -> target.drop(oid, "shop")).isInstanceOf(SQLException.class);

            assertThat(user.isValid(5)).isTrue();
            assertThat(target.databases()).containsEntry(oid, "shop");
        }
    }

    @Test
    void a_migration_to_the_server_is_seen_by_the_lock_of_its_leader() throws SQLException {
        try (var target = target();
                var leader = server().connect("postgres");
                var statement = leader.createStatement()) {
            assertThat(target.isInUse()).isFalse();

            statement.execute("SELECT pg_advisory_lock(%d, %d)"
                    .formatted(LeaderLock.CLASS, LeaderLock.key("elsewhere/any-migration")));

            assertThat(target.isInUse()).isTrue();
        }
    }

    @Test
    void a_session_that_was_ended_is_replaced() throws SQLException {
        try (var target = target()) {
            assertThat(target.databases()).containsValue("postgres");
            execute(
                    "postgres",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pgconvoy rehearsal'");
            assertThatThrownBy(target::databases).isInstanceOf(SQLException.class);

            assertThat(target.databases()).containsValue("postgres");
        }
    }
}
