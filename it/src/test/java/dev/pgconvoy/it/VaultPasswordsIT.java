package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.azure.FakeVault;
import dev.pgconvoy.fixture.SelfSigned;
import dev.pgconvoy.it.command.PgconvoyRun;
import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Passwords that stand in a key vault: the command, preflight and the workers ask for them by Azure's SDK.
@UsesEnvironment
class VaultPasswordsIT {

    private static final String DATABASE = "vault_shop";
    private static final String TOKEN = "a-token-of-ours";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    private static Path folder;

    private final RunningServer source;
    private final RunningServer target;
    private SelfSigned certificate;
    private FakeVault vault;

    VaultPasswordsIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
    }

    @BeforeAll
    void fill_the_source_and_the_vault() throws SQLException, IOException {
        certificate = SelfSigned.in(folder);
        vault = new FakeVault(certificate, TOKEN);
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(
                source, DATABASE, "CREATE TABLE article (id int PRIMARY KEY); INSERT INTO article VALUES (1)");
        TestDatabases.drop(target, DATABASE);
        vault.holds("/secrets/source", Files.readString(source.passwordFile()).strip());
        vault.holds("/secrets/target", Files.readString(target.passwordFile()).strip());
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        vault.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void a_database_is_moved_with_passwords_out_of_a_vault() throws SQLException, IOException {
        try (var command = migrate("/secrets/target")) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isZero();

            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
            assertThat(vault.asked()).anyMatch(path -> path.startsWith("/secrets/source"));
        } finally {
            TestDatabases.drop(target, DATABASE);
        }
    }

    @Test
    void a_secret_that_is_not_in_the_vault_is_told_before_anything_starts() throws IOException {
        try (var command = migrate("/secrets/nothing")) {
            assertThat(command.exitCode(PATIENCE)).isEqualTo(2);

            assertThat(command.said())
                    .contains(vault.reference("/secrets/nothing"), "There is no such secret in this vault.")
                    .doesNotContain(TOKEN);
        }
    }

    private PgconvoyRun migrate(String secretOfTarget) throws IOException {
        return PgconvoyRun.start(
                folder,
                List.of(
                        "migrate",
                        "--source",
                        uri(source, DATABASE),
                        "--source-password",
                        vault.reference("/secrets/source"),
                        "--target",
                        uri(target, "postgres"),
                        "--target-password",
                        vault.reference(secretOfTarget)),
                Map.of(
                        "PGCONVOY_AZURE_CERTIFICATES",
                        certificate.pem().toString(),
                        "PGCONVOY_AZURE_TOKEN",
                        "env:VAULT_TOKEN",
                        "VAULT_TOKEN",
                        TOKEN));
    }

    private static String uri(RunningServer server, String database) {
        return "postgres://%s@%s:%d/%s".formatted(RunningServer.SUPERUSER, server.host(), server.port(), database);
    }
}
