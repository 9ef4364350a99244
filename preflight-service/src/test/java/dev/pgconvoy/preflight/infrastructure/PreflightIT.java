package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.Requests.aRequest;
import static dev.pgconvoy.preflight.Requests.as;
import static dev.pgconvoy.preflight.Requests.through;
import static dev.pgconvoy.preflight.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.SslMode;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.Requests;
import dev.pgconvoy.preflight.application.ExamineServers;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightIT {

    private static final Map<String, String> ENVIRONMENT = Map.of("RIGHT", "right", "WRONG", "wrong-7Qx");

    @TempDir
    private static Path folder;

    private static Servers source;
    private static Servers target;

    private final ExamineServers examineServers = new ExamineServers(
            new JdbcAccess(
                    new ServerConnector(new SecretResolver(Optional.empty(), ENVIRONMENT::get), Duration.ofSeconds(2)),
                    Duration.ofSeconds(5)),
            () -> new PgTools(Path.of("/opt/pg"), new ServerVersion(150_000)));

    @BeforeAll
    static void start() throws IOException, SQLException {
        source = Servers.start(folder.resolve("source"));
        target = Servers.start(folder.resolve("target"));
        source.run("CREATE DATABASE orders");
        source.run("CREATE DATABASE \"Lager & Co\"");
        source.run("CREATE DATABASE stock OWNER mover");
        target.run("CREATE DATABASE orders");
        target.run("CREATE DATABASE stock OWNER mover");
    }

    @AfterAll
    static void stop() throws IOException {
        source.close();
        target.close();
    }

    @Test
    void a_sound_request_passes_without_a_word() {
        var report = examineServers.examine(between().of("Lager & Co").build());

        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void without_names_all_databases_are_taken_and_tables_in_postgres_are_a_warning() throws SQLException {
        source.run("CREATE TABLE forgotten (id int)");
        try {
            var report = examineServers.examine(between().overwriting().build());

            assertThat(report.request().databases()).containsExactly("Lager & Co", "orders", "stock");
            assertThat(report.findings()).extracting(Finding::code).contains("PGC1209");
        } finally {
            source.run("DROP TABLE forgotten");
        }
    }

    @Test
    void a_wrong_password_is_told_and_not_repeated() {
        var locked = as(source.as("locked"), "locked", Optional.of(new SecretRef.Env("WRONG")));

        var finding = onlyErrorOf(between().from(locked).build());

        assertThat(finding.code()).isEqualTo("603100");
        assertThat(finding.message()).contains("password").contains("locked");
        assertThat(finding.toString()).doesNotContain("wrong-7Qx");
    }

    @Test
    void the_right_password_opens() {
        var locked = as(source.as("locked"), "locked", Optional.of(new SecretRef.Env("RIGHT")));

        assertThat(examineServers
                        .examine(between().from(locked).of("Lager & Co").build())
                        .verdict())
                .isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void a_missing_password_is_asked_for() {
        var finding = onlyErrorOf(between().from(source.as("locked")).build());

        assertThat(finding.code()).isEqualTo("603100");
        assertThat(finding.message()).contains("has none");
    }

    @Test
    void a_user_that_pg_hba_keeps_out_is_told_apart() {
        var finding = onlyErrorOf(between().from(source.as("barred")).build());

        assertThat(finding.code()).isEqualTo("603100");
        assertThat(finding.remedy()).contains("pg_hba.conf");
    }

    @Test
    void a_secret_that_is_not_there_is_named_by_its_reference() {
        var locked = as(source.as("locked"), "locked", Optional.of(new SecretRef.Env("NOT_SET")));

        var finding = onlyErrorOf(between().to(target.as("mover")).from(locked).build());

        assertThat(finding.code()).isEqualTo("PGC1004");
        assertThat(finding.message()).contains("env:NOT_SET");
    }

    @Test
    void a_closed_port_is_told() throws IOException {
        var finding = onlyErrorOf(between().from(server(freePort())).build());

        assertThat(finding.code()).isEqualTo("603000");
        assertThat(finding.message()).contains("nothing listens");
    }

    @Test
    void a_server_that_never_answers_is_given_up_in_time() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var finding =
                    onlyErrorOf(between().from(server(silent.getLocalPort())).build());

            assertThat(finding.code()).isEqualTo("603000");
            assertThat(finding.message()).contains("no answer");
        }
    }

    @Test
    void a_server_without_ssl_is_told_when_ssl_is_demanded() {
        var finding = onlyErrorOf(
                between().to(with(target.as("mover"), SslMode.REQUIRE)).build());

        assertThat(finding.code()).isEqualTo("603001");
        assertThat(finding.check()).isEqualTo("connect-target");
    }

    @Test
    void an_unknown_maintenance_database_is_told() {
        var finding = onlyErrorOf(
                between().from(through(source.as("mover"), "nowhere")).build());

        assertThat(finding.code()).isEqualTo("PGC1002");
    }

    @Test
    void a_database_that_the_source_does_not_have_is_told() {
        var finding = onlyErrorOf(between().of("Orders").build());

        assertThat(finding.code()).isEqualTo("603102");
        assertThat(finding.object()).isEqualTo("Orders");
    }

    @Test
    void an_existing_database_on_the_target_is_an_error_unless_overwriting_was_asked_for() {
        assertThat(onlyErrorOf(between().of("stock").build()).code()).isEqualTo("603101");
        assertThat(examineServers
                        .examine(between().of("stock").overwriting().build())
                        .findings())
                .extracting(Finding::severity, Finding::code, Finding::object)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Severity.WARNING, "PGC1205", "stock"));
    }

    @Test
    void a_database_of_somebody_else_cannot_be_overwritten() {
        assertThat(onlyErrorOf(between().of("orders").overwriting().build()).code())
                .isEqualTo("603117");
    }

    @Test
    void an_unfinished_copy_of_the_same_migration_stands_in_nobodys_way() throws SQLException {
        source.run("CREATE DATABASE ours");
        target.run("CREATE DATABASE ours OWNER mover");
        target.runIn("ours", "CREATE SCHEMA pgconvoy AUTHORIZATION mover");
        target.runIn("ours", "CREATE TABLE pgconvoy.migration (id text)");
        target.runIn("ours", "ALTER TABLE pgconvoy.migration OWNER TO mover");
        try {
            target.runIn("ours", "INSERT INTO pgconvoy.migration VALUES ('target-1/another')");
            assertThat(onlyErrorOf(between().of("ours").build()).code()).isEqualTo("603101");

            target.runIn("ours", "UPDATE pgconvoy.migration SET id = '" + Requests.ID + "'");
            assertThat(examineServers.examine(between().of("ours").build()).findings())
                    .extracting(Finding::code)
                    .containsExactly("PGC1207");
        } finally {
            source.run("DROP DATABASE ours");
            target.run("DROP DATABASE ours");
        }
    }

    @Test
    void a_target_user_that_may_not_create_databases_is_told() {
        var locked = as(target.as("locked"), "locked", Optional.of(new SecretRef.Env("RIGHT")));

        assertThat(onlyErrorOf(between().to(locked).of("Lager & Co").build()).code())
                .isEqualTo("PGC1301");
    }

    @Test
    void the_source_under_another_name_is_no_target() {
        var byName = new ServerEndpoint(
                "localhost", source.as("mover").port(), "mover", Optional.empty(), SslMode.PREFER, "postgres");

        var errors = errorsOf(between().to(byName).of("stock").overwriting().build());

        assertThat(errors).extracting(Finding::code).contains("PGC1401");
    }

    private static Requests between() {
        return aRequest().from(source.as("mover")).to(target.as("mover"));
    }

    private static ServerEndpoint server(int port) {
        return new ServerEndpoint("127.0.0.1", port, "mover", Optional.empty(), SslMode.PREFER, "postgres");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Finding onlyErrorOf(MigrationRequest request) {
        var errors = errorsOf(request);
        assertThat(errors).hasSize(1);
        return errors.getFirst();
    }

    private List<Finding> errorsOf(MigrationRequest request) {
        return examineServers.examine(request).findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }
}
