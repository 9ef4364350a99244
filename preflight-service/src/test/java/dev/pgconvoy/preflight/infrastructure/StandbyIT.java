package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static dev.pgconvoy.preflight.PreflightRequests.as;
import static dev.pgconvoy.preflight.PreflightRequests.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerIdentity;
import dev.pgconvoy.postgres.ServerIdentity.Relation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A primary, a standby that follows it, and a server of its own. The standby is made as pg_basebackup makes it, which
/// not every machine has.
class StandbyIT {

    @TempDir
    static Path folder;

    static EmbeddedPostgres primary;
    static EmbeddedPostgres standby;
    static EmbeddedPostgres other;

    @BeforeAll
    static void start() throws IOException, SQLException {
        primary = FreshPostgres.in(folder.resolve("primary")).start();
        other = FreshPostgres.start();
        var copy = folder.resolve("standby");
        try (var connection = connect(primary);
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('standby', true)");
            copy(folder.resolve("primary"), copy);
            try (var label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                label.next();
                Files.writeString(copy.resolve("backup_label"), label.getString(1));
            }
        }
        Files.writeString(copy.resolve("standby.signal"), "");
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'%n".formatted(primary.getPort()));
        standby = FreshPostgres.in(copy).start();
    }

    @AfterAll
    static void stop() throws IOException {
        standby.close();
        primary.close();
        other.close();
    }

    @Test
    void a_source_that_follows_its_target_is_recognised_until_it_is_promoted() throws SQLException {
        try (var atPrimary = connect(primary);
                var again = connect(primary);
                var atStandby = connect(standby);
                var alsoAtStandby = connect(standby);
                var elsewhere = connect(other)) {
            execute(atPrimary, "CREATE DATABASE crm");
            // It really replicates: an overwritten database would be gone on the source, too.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> ask(atStandby, "SELECT count(*) FROM pg_database WHERE datname = 'crm'"), "1"::equals);

            assertThat(ServerIdentity.relation(atStandby, atPrimary)).isEqualTo(Relation.SOURCE_IS_STANDBY);
            assertThat(ServerIdentity.relation(atPrimary, atStandby)).isEqualTo(Relation.PHYSICAL_COPY);
            assertThat(ServerIdentity.of(atStandby).inRecovery()).isTrue();
            assertThat(ServerIdentity.relation(atStandby, alsoAtStandby)).isEqualTo(Relation.SAME);
            assertThat(ServerIdentity.relation(again, atPrimary)).isEqualTo(Relation.SAME);
            assertThat(ServerIdentity.relation(elsewhere, atPrimary)).isEqualTo(Relation.UNRELATED);
            assertThat(ask(atPrimary, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                    .isEqualTo("0");

            assertThat(severities(overwriting(standby, primary)))
                    .as("the drop would replicate")
                    .containsEntry("PGC1404", Severity.ERROR)
                    .doesNotContainKey("PGC1405");
            assertThat(severities(overwriting(primary, standby)))
                    .containsEntry("PGC1402", Severity.WARNING)
                    .containsEntry("PGC1405", Severity.ERROR);

            execute(atStandby, "SELECT pg_promote()");

            assertThat(ServerIdentity.relation(atStandby, atPrimary)).isEqualTo(Relation.PHYSICAL_COPY);
            assertThat(severities(overwriting(standby, primary)))
                    .containsEntry("PGC1402", Severity.WARNING)
                    .doesNotContainKeys("PGC1404", "PGC1405");
        }
    }

    private static List<Finding> overwriting(EmbeddedPostgres source, EmbeddedPostgres target) {
        var request = aRequest()
                .from(as(endpoint("127.0.0.1", source.getPort()), "postgres", Optional.empty()))
                .to(as(endpoint("127.0.0.1", target.getPort()), "postgres", Optional.empty()))
                .of("crm")
                .overwriting()
                .option(MigrationOption.MIGRATE)
                .build();
        return TwoServers.examineServers().examine(request).findings();
    }

    private static Map<String, Severity> severities(List<Finding> findings) {
        return findings.stream().collect(Collectors.toMap(Finding::code, Finding::severity, (one, _) -> one));
    }

    @Test
    void where_the_identifier_may_not_be_read_the_lock_still_tells_one_server_from_two() throws SQLException {
        try (var elsewhere = connect(other);
                var again = connect(other);
                var atPrimary = connect(primary)) {
            execute(elsewhere, "CREATE ROLE nobody_special");
            execute(elsewhere, "REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
            execute(elsewhere, "SET ROLE nobody_special");
            execute(again, "SET ROLE nobody_special");

            assertThat(ServerIdentity.relation(elsewhere, again)).isEqualTo(Relation.SAME);
            assertThat(ServerIdentity.relation(elsewhere, atPrimary)).isEqualTo(Relation.UNKNOWN);
        } finally {
            try (var restoring = connect(other)) {
                execute(restoring, "GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC");
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.filter(file -> !file.endsWith("postmaster.pid") && !file.endsWith("epg-lock"))
                    .forEach(file ->
                            copyOne(file, to.resolve(from.relativize(file).toString())));
        }
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    }

    /// What the server removes meanwhile is no part of the backup.
    private static void copyOne(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (java.nio.file.NoSuchFileException _) {
            assertThat(from).doesNotExist();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Connection connect(EmbeddedPostgres server) throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
