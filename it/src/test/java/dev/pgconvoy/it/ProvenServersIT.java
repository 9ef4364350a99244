package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.CertificateAuthority;
import dev.pgconvoy.fixture.CertificateAuthority.Issued;
import dev.pgconvoy.it.command.CommandArguments;
import dev.pgconvoy.it.command.PgconvoyRun;
import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.ProvenServer;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both servers and pgconvoy prove to each other who they are (`verify-full`, client certificates, one server without
/// any password), from the command's files through the topics to workers and pg_dump.
@UsesEnvironment
class ProvenServersIT {

    private static final String DATABASE = "proven_shop";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    private static Path folder;

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private CertificateAuthority authority;
    private Issued client;
    private ProvenServer provenSource;
    private ProvenServer provenTarget;

    ProvenServersIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
    }

    @BeforeAll
    void let_the_servers_prove_themselves() throws SQLException, IOException {
        authority = CertificateAuthority.in(folder, "authority");
        client = authority.client("client", ProvenServer.USER);
        var certificate = authority.server("server", name(source), name(target));
        provenSource = ProvenServer.of(source, certificate, authority, "cert");
        provenTarget = ProvenServer.of(target, certificate, authority, "scram-sha-256 clientcert=verify-full");
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, """
                CREATE TABLE article (id int PRIMARY KEY, note text);
                INSERT INTO article SELECT i, md5(i::text) FROM generate_series(1, 5000) i
                """);
        TestDatabases.drop(target, DATABASE);
    }

    private static String name(RunningServer server) {
        return (server.host().matches("[0-9.]+") ? "IP:" : "DNS:") + server.host();
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
        provenSource.close();
        provenTarget.close();
    }

    @Test
    void a_database_is_moved_over_links_that_both_ends_prove() throws SQLException, IOException {
        try (var command = migrate("proven", authority.certificate())) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isZero();

            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
            assertThat(command.printed()).doesNotContain("PGC1027");
        } finally {
            TestDatabases.drop(target, DATABASE);
        }
    }

    @Tag("long")
    @Test
    void servers_that_nobody_vouches_for_are_not_spoken_to() throws SQLException, IOException {
        var stranger = CertificateAuthority.in(folder.resolve("stranger"), "stranger");
        try (var command = migrate("stranger", stranger.certificate())) {
            assertThat(command.exitCode(PATIENCE)).as(command.said()).isEqualTo(3);

            assertThat(command.printed()).contains("ValidationFailed", "PGC1021", "CN=authority");
            assertThat(TestDatabases.names(target)).doesNotContain(DATABASE);
        }
    }

    private PgconvoyRun migrate(String name, Path roots) throws IOException {
        var proof = "?sslrootcert=%s&sslcert=%s&sslkey=%s".formatted(roots, client.certificate(), client.key());
        return PgconvoyRun.start(
                folder,
                CommandArguments.of("migrate", environment, name)
                        .and("--seal-key-file", environment.sealKeyFile().toString())
                        .and("--source", CommandArguments.uri(source, ProvenServer.USER, DATABASE) + proof)
                        .and(
                                "--target",
                                CommandArguments.uri(target, ProvenServer.USER, "postgres") + proof
                                        + "&channel_binding=require")
                        .and("--target-password", "file:" + target.passwordFile())
                        .line());
    }
}
