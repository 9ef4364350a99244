package dev.pgconvoy.postgres;

import static dev.pgconvoy.fixture.Fixtures.anId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.CertificateAuthority;
import dev.pgconvoy.fixture.CertificateAuthority.Issued;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.tls.CertificateRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server and we prove to each other who we are; the driver and a program of libpq believe the same.
class TlsIT {

    private static final TlsOptions NO_OPTIONS = TlsOptions.NONE;

    @TempDir
    static Path folder;

    private static CertificateAuthority authority;
    private static CertificateAuthority other;
    private static Issued certified;
    private static PostgresServer server;

    private final ServerConnector connector = connector(new DefaultRoots(Optional.empty()));

    @BeforeAll
    static void start() throws IOException, SQLException {
        authority = CertificateAuthority.in(folder, "authority");
        other = CertificateAuthority.in(folder.resolve("other"), "other");
        certified = authority.client("certified", "certified");
        server = PostgresServer.startProven(authority.server("server", "DNS:localhost"), authority);
        asOwner("CREATE ROLE certified LOGIN; CREATE ROLE paired LOGIN PASSWORD 'right'; CREATE ROLE plain LOGIN;"
                + "CREATE ROLE bound LOGIN PASSWORD 'right'; SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void a_server_is_believed_whose_root_and_name_are_right() throws SQLException {
        var file = new CertificateRef.CertificateFile(authority.certificate());

        assertThat(userOf(connector, owner("localhost", SslMode.VERIFY_FULL, roots(pem(authority)))))
                .isEqualTo("postgres");
        assertThat(userOf(connector, owner("localhost", SslMode.VERIFY_FULL, roots(file))))
                .isEqualTo("postgres");
        assertThat(userOf(connector, owner("127.0.0.1", SslMode.VERIFY_CA, roots(file))))
                .isEqualTo("postgres");
        assertThat(userOf(
                        connector(new DefaultRoots(Optional.of(file))),
                        owner("localhost", SslMode.VERIFY_FULL, NO_OPTIONS)))
                .isEqualTo("postgres");
    }

    @Test
    void a_server_whose_root_nobody_trusts_is_refused() {
        for (var mode : List.of(SslMode.VERIFY_CA, SslMode.VERIFY_FULL)) {
            assertRefused(owner("localhost", mode, roots(pem(other))), "signed by 'CN=authority'", "--ssl-root-cert");
        }
        assertRefused(
                owner("localhost", SslMode.VERIFY_FULL, NO_OPTIONS), "signed by 'CN=authority'", "root certificate");
    }

    @Test
    void a_server_of_another_name_is_refused() {
        assertRefused(
                owner("127.0.0.1", SslMode.VERIFY_FULL, roots(pem(authority))),
                "The server's certificate is for localhost and not for 127.0.0.1.",
                "verify-ca");
    }

    @Test
    void a_server_whose_certificate_has_expired_is_refused() throws Exception {
        var expired = authority.expiredServer("expired", "DNS:localhost");
        var current = authority.server("current", "DNS:localhost");
        var endpoint = owner("localhost", SslMode.VERIFY_CA, roots(pem(authority)));
        try {
            proveWith(expired);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertRefused(endpoint, "The server's certificate has expired (valid from", "Renew"));
        } finally {
            proveWith(current);
        }
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> userOf(connector, endpoint).equals("postgres"));
    }

    @Test
    void well_known_authorities_alone_prove_no_server() {
        assertRefused(
                owner("localhost", SslMode.VERIFY_CA, NO_OPTIONS),
                "sslMode verify-ca says nothing with the well-known authorities",
                "verify-full");
    }

    @Test
    void a_client_certificate_opens_in_place_of_a_password_and_beside_it() throws SQLException {
        assertThat(userOf(connector, certified("certified", Optional.empty(), certified)))
                .isEqualTo("certified");
        assertThat(userOf(connector, certified("paired", right(), authority.client("paired", "paired"))))
                .isEqualTo("paired");
    }

    @Test
    void without_its_client_certificate_a_user_is_refused() {
        assertRefused(
                endpoint("localhost", "certified", Optional.empty(), SslMode.VERIFY_FULL, roots(pem(authority))),
                "client certificate",
                "");
        assertRefused(certified("paired", right(), certified), "", "");
        // The alert that names the reason gets lost when the server closes the link before we have said all.
        assertThat(failure(certified("certified", Optional.empty(), other.client("stranger", "certified")))
                        .code())
                .isIn(FailureCode.AUTHENTICATION_FAILED, FailureCode.CONNECTION_LOST);
    }

    @Test
    void a_client_key_that_cannot_be_used_is_named_and_not_shown() throws IOException {
        var stranger = authority.client("unlike", "certified");
        var mixed = new Issued(certified.certificate(), stranger.key());
        var noKey = new Issued(certified.certificate(), certified.certificate());

        assertRefused(certified("certified", Optional.empty(), mixed), "it belongs to another certificate", "PKCS #8");
        assertRefused(
                certified("certified", Optional.empty(), noKey), "it is not a private key in PKCS #8", "openssl pkey");
        assertThat(failure(certified("certified", Optional.empty(), mixed)).toString())
                .doesNotContain(
                        Files.readString(stranger.key()).lines().toList().get(1));
    }

    @Test
    void the_proof_of_a_password_is_bound_to_the_link_where_that_is_demanded() throws SQLException {
        var bound = new TlsOptions(Optional.empty(), Optional.empty(), Optional.empty(), ChannelBinding.REQUIRE);

        assertThat(userOf(connector, endpoint("localhost", "bound", right(), SslMode.REQUIRE, bound)))
                .isEqualTo("bound");
        assertThat(dump(endpoint("localhost", "bound", right(), SslMode.REQUIRE, bound)))
                .contains("PostgreSQL database dump complete");
        assertThat(catchThrowableOfType(
                        MigrationException.class, () -> userOf(connector, owner("localhost", SslMode.REQUIRE, bound))))
                .hasMessageContaining("hannel");
        assertThat(dump(owner("localhost", SslMode.REQUIRE, bound))).contains("channel binding required");
    }

    @Test
    void a_program_of_libpq_verifies_the_same() throws Exception {
        assertThat(dump(owner("localhost", SslMode.VERIFY_FULL, roots(pem(authority)))))
                .contains("PostgreSQL database dump complete");
        assertThat(dump(certified("certified", Optional.empty(), certified)))
                .contains("PostgreSQL database dump complete");
        assertThat(dump(owner("localhost", SslMode.VERIFY_FULL, roots(pem(other)))))
                .contains("certificate verify failed");
        assertThat(dump(owner("127.0.0.1", SslMode.VERIFY_FULL, roots(pem(authority)))))
                .contains("does not match host name");
        assertThat(dump(owner("localhost", SslMode.VERIFY_FULL, NO_OPTIONS))).contains("certificate verify failed");
        assertThat(dump(endpoint("localhost", "plain", Optional.empty(), SslMode.PREFER, NO_OPTIONS)))
                .contains("PostgreSQL database dump complete");
    }

    @Test
    void a_program_of_libpq_connects_to_nobody_without_the_files_it_verifies_by() throws Exception {
        assertThat(dump(connector.libpqEnvironment(
                        ServerSide.SOURCE,
                        owner("localhost", SslMode.VERIFY_FULL, roots(pem(authority))),
                        "postgres",
                        anId())))
                .contains("root certificate file");
    }

    @Test
    void the_files_of_a_program_are_read_by_nobody_else_and_do_not_stay() throws IOException {
        var made = new ArrayList<Path>();
        try (var files = connector.libpqFiles(
                ServerSide.SOURCE, certified("certified", Optional.empty(), certified), anId(), suffix -> {
                    made.add(newFile(suffix));
                    return made.getLast();
                })) {
            assertThat(files.environment()).containsOnlyKeys("PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY");
            for (var file : made) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(made).hasSize(3).noneMatch(Files::exists);
    }

    @Test
    void a_file_of_roots_that_is_not_allowed_is_not_read() {
        var endpoint = owner(
                "localhost",
                SslMode.VERIFY_FULL,
                roots(new CertificateRef.CertificateFile(folder.resolve("data/postgresql.conf"))));

        assertRefused(endpoint, "This reference is not allowed here", "PGCONVOY_SECRETS_FILE");
    }

    @Test
    void whoever_waits_for_an_answer_over_tls_is_free_as_soon_as_he_is_interrupted() throws Exception {
        var endpoint = owner("localhost", SslMode.REQUIRE, NO_OPTIONS);
        var hasFailed = new CountDownLatch(1);
        try (var waiting = connector.open(ServerSide.SOURCE, endpoint, "postgres", anId(), "test")) {
            var thread = Thread.ofVirtual().start(() -> {
                try {
                    read(waiting, "SELECT pg_sleep(61)");
                } catch (SQLException _) {
                    hasFailed.countDown();
                }
            });
            try (var other = connector.open(ServerSide.SOURCE, endpoint, "postgres", anId(), "test")) {
                Awaitility.await()
                        .until(() -> read(
                                        other,
                                        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(61)' AND state = 'active' AND pid <> pg_backend_pid()")
                                .equals("1"));
            }

            thread.interrupt();

            assertThat(hasFailed.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void assertRefused(ServerEndpoint endpoint, String message, String remedy) {
        var failure = failure(endpoint);
        assertThat(failure.code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED);
        assertThat(failure.message()).contains(message);
        assertThat(failure.remedy()).contains(remedy);
    }

    private Failure failure(ServerEndpoint endpoint) {
        var thrown = catchThrowableOfType(MigrationException.class, () -> userOf(connector, endpoint));
        assertThat(thrown).isNotNull();
        return thrown.failure();
    }

    private static String userOf(ServerConnector connector, ServerEndpoint endpoint) throws SQLException {
        try (var connection = connector.open(ServerSide.SOURCE, endpoint, "postgres", anId(), "test")) {
            return read(connection, "SELECT current_user");
        }
    }

    private static String read(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private String dump(ServerEndpoint endpoint) {
        try (var files = connector.libpqFiles(ServerSide.SOURCE, endpoint, anId(), TlsIT::newFile)) {
            var environment = new java.util.HashMap<>(
                    connector.libpqEnvironment(ServerSide.SOURCE, endpoint, "postgres", anId()));
            environment.putAll(files.environment());
            return dump(environment);
        }
    }

    private static String dump(Map<String, String> environment) {
        try {
            var process = new ProcessBuilder(
                            PgTools.find(Optional.empty()).dump().toString(), "--schema-only", "--no-sync")
                    .redirectErrorStream(true);
            process.environment().putAll(environment);
            return new String(process.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newFile(String suffix) {
        try {
            return Files.createTempFile(folder, "proof-", suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From the next reload on, which this asks for.
    private static void proveWith(Issued certificate) throws IOException, SQLException {
        Files.copy(certificate.key(), folder.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(folder.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
        Files.copy(certificate.certificate(), folder.resolve("server.crt"), StandardCopyOption.REPLACE_EXISTING);
        asOwner("SELECT pg_reload_conf()");
    }

    private static void asOwner(String sql) throws SQLException {
        try (var connection = connector(new DefaultRoots(Optional.empty()))
                        .open(
                                ServerSide.SOURCE,
                                owner("localhost", SslMode.PREFER, NO_OPTIONS),
                                "postgres",
                                anId(),
                                "test");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static ServerConnector connector(DefaultRoots roots) {
        var allowed = new AllowedReferences(List.of("RIGHT"), List.of(folder, folder.resolve("other")));
        return new ServerConnector(
                new SecretResolver(Optional.empty(), allowed, Map.of("RIGHT", "right")::get),
                Duration.ofSeconds(10),
                roots);
    }

    private static ServerEndpoint owner(String host, SslMode mode, TlsOptions options) {
        return endpoint(host, "postgres", Optional.empty(), mode, options);
    }

    private static ServerEndpoint certified(String user, Optional<SecretRef> password, Issued client) {
        return endpoint(
                "localhost",
                user,
                password,
                SslMode.VERIFY_FULL,
                new TlsOptions(
                        Optional.of(pem(authority)),
                        Optional.of(new CertificateRef.CertificateFile(client.certificate())),
                        Optional.of(new SecretRef.SecretFile(client.key())),
                        ChannelBinding.PREFER));
    }

    private static ServerEndpoint endpoint(
            String host, String user, Optional<SecretRef> password, SslMode mode, TlsOptions options) {
        return new ServerEndpoint(host, server.port(), user, password, mode, "postgres", Optional.of(options));
    }

    private static Optional<SecretRef> right() {
        return Optional.of(new SecretRef.Env("RIGHT"));
    }

    private static TlsOptions roots(CertificateRef roots) {
        return new TlsOptions(Optional.of(roots), Optional.empty(), Optional.empty(), ChannelBinding.PREFER);
    }

    private static CertificateRef pem(CertificateAuthority authority) {
        try {
            return new CertificateRef.Pem(Files.readString(authority.certificate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
