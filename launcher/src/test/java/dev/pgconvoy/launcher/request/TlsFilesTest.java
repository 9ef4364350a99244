package dev.pgconvoy.launcher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.fixture.CertificateAuthority;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.TlsParameters;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.tls.CertificateRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From libpq's parameters to a request that services on other machines understand.
class TlsFilesTest {

    @TempDir
    static Path folder;

    private static CertificateAuthority authority;
    private static CertificateAuthority.Issued client;
    private static SealKey key;

    @BeforeAll
    static void issue() {
        authority = CertificateAuthority.in(folder, "authority");
        client = authority.client("client", "mover");
        key = SealKey.create(folder.resolve("seal.key"));
    }

    @Test
    void roots_go_into_the_request_and_are_looked_at() throws IOException {
        Files.writeString(
                folder.resolve("commented.pem"), "# ours\n" + Files.readString(authority.certificate()) + "# end\n");

        var source = source("postgres://a/shop?sslrootcert=" + folder.resolve("commented.pem"), TlsParameters.NONE);

        assertThat(source.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(source.tls().orElseThrow().rootCertificates())
                .contains(new CertificateRef.Pem(Files.readString(authority.certificate())));
    }

    @Test
    void a_mode_that_was_named_counts() {
        var source = source(
                "postgres://a/shop?sslmode=verify-ca&sslrootcert=" + authority.certificate(), TlsParameters.NONE);

        assertThat(source.sslMode()).isEqualTo(SslMode.VERIFY_CA);
    }

    @Test
    void the_well_known_authorities_and_files_of_the_services_stay_as_they_are() {
        assertThat(source("postgres://a/shop?sslrootcert=system", TlsParameters.NONE)
                        .tls()
                        .orElseThrow()
                        .rootCertificates())
                .contains(new CertificateRef.WellKnown());
        assertThat(source("postgres://a/shop?sslrootcert=file:/etc/roots.pem", TlsParameters.NONE)
                        .tls()
                        .orElseThrow()
                        .rootCertificates())
                .contains(new CertificateRef.CertificateFile(Path.of("/etc/roots.pem")));
    }

    @Test
    void a_key_is_sealed_for_this_migration_and_a_reference_stays() throws IOException {
        var request = request(
                "postgres://a/shop?sslcert=%s&sslkey=%s".formatted(client.certificate(), client.key()),
                TlsParameters.NONE);
        var referenced = source(
                        "postgres://a/shop?sslcert=%s&sslkey=file:/run/secrets/key".formatted(client.certificate()),
                        TlsParameters.NONE)
                .tls()
                .orElseThrow();

        var sealed = request.source().tls().orElseThrow().clientKey().orElseThrow();
        assertThat(sealed).isInstanceOf(SecretRef.Sealed.class);
        assertThat(new SecretResolver(Optional.of(key))
                        .passwordFor(
                                request.source()
                                        .passwordUse(request.id(), ServerSide.SOURCE)
                                        .ofClientKey(),
                                Optional.of(sealed))
                        .orElseThrow()
                        .<String>use(pem -> pem))
                .isEqualTo(Files.readString(client.key()));
        assertThat(referenced.clientKey()).contains(SecretRef.parse("file:/run/secrets/key"));
    }

    @Test
    void flags_outrank_the_uri() {
        var flags = new TlsParameters(
                Optional.of("system"), Optional.empty(), Optional.empty(), Optional.of(ChannelBinding.REQUIRE));

        var options = source(
                        "postgres://a/shop?sslrootcert=/nowhere&channel_binding=disable&sslcert=%s&sslkey=%s"
                                .formatted(client.certificate(), client.key()),
                        flags)
                .tls()
                .orElseThrow();

        assertThat(options.rootCertificates()).contains(new CertificateRef.WellKnown());
        assertThat(options.channelBinding()).isEqualTo(ChannelBinding.REQUIRE);
        assertThat(options.clientKey()).isPresent();
    }

    @Test
    void what_cannot_be_used_is_bad_usage() throws IOException {
        var stranger = authority.client("unlike", "mover");
        Files.writeString(folder.resolve("empty.pem"), "nothing");

        assertUsage("sslrootcert=/nowhere/roots.pem", "sslrootcert: the file /nowhere/roots.pem cannot be read");
        assertUsage("sslrootcert=" + folder.resolve("empty.pem"), "there is no certificate in PEM");
        assertUsage("sslrootcert=system&sslmode=require", "verify-ca or verify-full");
        assertUsage("sslcert=" + client.certificate(), "must be given together");
        assertUsage(
                "sslcert=%s&sslkey=%s".formatted(client.certificate(), stranger.key()),
                "it belongs to another certificate");
        assertUsage("channel_binding=maybe", "channelBinding must be disable, prefer or require");
    }

    private static void assertUsage(String parameters, String words) {
        assertThatThrownBy(() -> source("postgres://a/shop?" + parameters, TlsParameters.NONE))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("--source")
                .hasMessageContaining(words);
    }

    private static ServerEndpoint source(String uri, TlsParameters flags) {
        return request(uri, flags).source();
    }

    private static MigrationRequest request(String uri, TlsParameters flags) {
        return new RequestDraft(
                        ServerWish.of(CommandSide.SOURCE, uri, Optional.empty(), Optional.empty(), flags),
                        ServerWish.of(CommandSide.TARGET, "postgres://b", Optional.empty(), Optional.empty()),
                        List.of(),
                        Optional.of("m"),
                        MigrationOptions.DEFAULTS)
                .request(
                        new PasswordLookup(Map.of("PGUSER", "mover")::get, _ -> {}),
                        () -> key,
                        Instant.parse("2030-01-02T03:04:05Z"));
    }
}
