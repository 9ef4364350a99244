package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.fixture.CertificateAuthority;
import dev.pgconvoy.fixture.CertificateAuthority.Issued;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.postgres.DefaultRoots;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.application.ExamineServers;
import dev.pgconvoy.preflight.application.ExamineTarget;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.tls.CertificateRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong with a link that has to be proven is told by its cause. The target asks for a certificate of ours.
class ProvenLinksIT {

    @TempDir
    static Path folder;

    private static CertificateAuthority authority;
    private static CertificateAuthority other;
    private static OpenServer server;

    private final ExamineServers examineServers = new ExamineServers(
            new JdbcAccess(
                    new ServerConnector(
                            new SecretResolver(
                                    Optional.empty(),
                                    new AllowedReferences(List.of("RIGHT"), List.of(folder, folder.resolve("other"))),
                                    Map.of("RIGHT", "right")::get),
                            Duration.ofSeconds(5),
                            new DefaultRoots(Optional.empty())),
                    Duration.ofSeconds(5)),
            () -> new PgTools(Path.of("/opt/pg"), new ServerVersion(150_018)),
            new ExamineTarget(Optional.empty()));

    @BeforeAll
    static void start() throws IOException, SQLException {
        authority = CertificateAuthority.in(folder, "authority");
        other = CertificateAuthority.in(folder.resolve("other"), "other");
        server = OpenServer.startProven(
                folder.resolve("server"), authority.server("server", "DNS:localhost"), authority);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void a_link_that_both_ends_prove_is_no_error() throws IOException {
        assertThat(found("localhost", "certified", SslMode.VERIFY_FULL, options(authority, "certified")))
                .isEmpty();
    }

    @Test
    void an_unknown_root_is_told() throws IOException {
        var finding = onlyFound("localhost", "mover", SslMode.VERIFY_FULL, options(other));

        assertThat(finding.code()).isEqualTo("PGC1021");
        assertThat(finding.message()).contains("signed by 'CN=authority'");
        assertThat(finding.remedy()).contains("tls.rootCertificates", "--ssl-root-cert", "PGCONVOY_TLS_ROOTS");
    }

    @Test
    void another_name_is_told_and_verify_ca_goes_without() throws IOException {
        var finding = onlyFound("127.0.0.1", "mover", SslMode.VERIFY_FULL, options(authority));

        assertThat(finding.code()).isEqualTo("PGC1022");
        assertThat(finding.message()).contains("is for localhost and not for 127.0.0.1");
        assertThat(found("127.0.0.1", "mover", SslMode.VERIFY_CA, options(authority)))
                .isEmpty();
    }

    @Test
    void a_missing_client_certificate_is_told() throws IOException {
        assertThat(onlyFound("localhost", "certified", SslMode.VERIFY_FULL, options(authority))
                        .code())
                .isEqualTo("PGC1024");
    }

    @Test
    void a_client_certificate_of_an_authority_that_the_server_does_not_know_is_told() throws IOException {
        var stranger = other.client("stranger", "certified");

        assertThat(onlyFound(
                                "localhost",
                                "certified",
                                SslMode.VERIFY_FULL,
                                options(authority, stranger, ChannelBinding.PREFER))
                        .code())
                .isEqualTo("PGC1025");
    }

    @Test
    void a_client_certificate_for_somebody_else_is_told() throws IOException {
        var finding = onlyFound("localhost", "certified", SslMode.VERIFY_FULL, options(authority, "mover"));

        assertThat(finding.code()).isEqualTo("603100");
        assertThat(finding.remedy()).contains("client certificate for this user");
    }

    @Test
    void a_login_without_a_binding_is_told() throws IOException {
        var bound = new TlsOptions(
                Optional.of(roots(authority)), Optional.empty(), Optional.empty(), ChannelBinding.REQUIRE);

        assertThat(onlyFound("localhost", "mover", SslMode.VERIFY_FULL, bound).code())
                .isEqualTo("PGC1026");
    }

    @Test
    void what_cannot_be_read_is_named() throws IOException {
        var missing = new TlsOptions(
                Optional.of(CertificateRef.parse("file:" + folder.resolve("none.pem"))),
                Optional.empty(),
                Optional.empty(),
                ChannelBinding.PREFER);

        var finding = onlyFound("localhost", "mover", SslMode.VERIFY_FULL, missing);

        assertThat(finding.code()).isEqualTo("PGC1004");
        assertThat(finding.message()).contains("none.pem", "cannot be read");
    }

    @Test
    void a_server_whose_certificate_has_expired_is_told() throws IOException, SQLException {
        try (var expired = OpenServer.startProven(
                folder.resolve("expired"), authority.expiredServer("expired", "DNS:localhost"), authority)) {
            assertThat(found(expired, "localhost", "mover", SslMode.VERIFY_CA, options(authority)))
                    .extracting(Finding::code)
                    .containsExactly("PGC1023");
        }
    }

    @Test
    void a_server_that_speaks_only_old_tls_is_told_until_it_speaks_a_newer_one() throws IOException, SQLException {
        // The session that was there before sees no change.
        try (var session = server.connect("postgres");
                var statement = session.createStatement()) {
            statement.execute("ALTER SYSTEM SET ssl_min_protocol_version = 'TLSv1'");
            statement.execute("ALTER SYSTEM SET ssl_max_protocol_version = 'TLSv1.1'");
            statement.execute("SELECT pg_reload_conf()");
            try {
                Awaitility.await()
                        .untilAsserted(
                                () -> assertThat(found("localhost", "mover", SslMode.VERIFY_FULL, options(authority)))
                                        .extracting(Finding::code)
                                        .containsExactly("PGC1001"));
            } finally {
                statement.execute("ALTER SYSTEM RESET ssl_min_protocol_version");
                statement.execute("ALTER SYSTEM RESET ssl_max_protocol_version");
                statement.execute("SELECT pg_reload_conf()");
            }
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(found("localhost", "mover", SslMode.VERIFY_FULL, options(authority)))
                        .isEmpty());
    }

    private Finding onlyFound(String host, String user, SslMode mode, TlsOptions options) {
        var findings = found(host, user, mode, options);
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }

    /// About the connection to the target.
    private List<Finding> found(String host, String user, SslMode mode, TlsOptions options) {
        return found(server, host, user, mode, options);
    }

    private List<Finding> found(OpenServer at, String host, String user, SslMode mode, TlsOptions options) {
        var target =
                new ServerEndpoint(host, at.port(), user, Optional.empty(), mode, "postgres", Optional.of(options));
        var nobody = new ServerEndpoint("localhost", 1, "u", Optional.empty(), SslMode.DISABLE, "postgres");
        return examineServers.examine(aRequest().from(nobody).to(target).build()).findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .filter(finding -> finding.check().equals("connect-target"))
                .toList();
    }

    private static TlsOptions options(CertificateAuthority trusted) throws IOException {
        return new TlsOptions(Optional.of(roots(trusted)), Optional.empty(), Optional.empty(), ChannelBinding.PREFER);
    }

    private static TlsOptions options(CertificateAuthority trusted, String user) throws IOException {
        return options(trusted, trusted.client(user, user), ChannelBinding.PREFER);
    }

    private static TlsOptions options(CertificateAuthority trusted, Issued client, ChannelBinding binding)
            throws IOException {
        return new TlsOptions(
                Optional.of(roots(trusted)),
                Optional.of(CertificateRef.parse(Files.readString(client.certificate()))),
                Optional.of(new SecretRef.SecretFile(client.key())),
                binding);
    }

    private static CertificateRef roots(CertificateAuthority trusted) throws IOException {
        return CertificateRef.parse(Files.readString(trusted.certificate()));
    }
}
