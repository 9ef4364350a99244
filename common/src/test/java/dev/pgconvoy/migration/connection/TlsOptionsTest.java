package dev.pgconvoy.migration.connection;

import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.tls.CertificateRef;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsOptionsTest {

    private static final String PEM = "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n";

    @Test
    void who_names_roots_gets_them_looked_at() throws IOException {
        assertThat(read("{'host': 'a', 'user': 'u', 'tls': {'rootCertificates': 'system'}}")
                        .sslMode())
                .isEqualTo(SslMode.VERIFY_FULL);
        assertThat(read("{'host': 'a', 'user': 'u', 'tls': {'channelBinding': 'require'}}")
                        .sslMode())
                .isEqualTo(SslMode.PREFER);
    }

    @Test
    void who_says_nothing_of_it_is_understood_as_ever() throws IOException {
        var silent = read("{'host': 'a', 'user': 'u'}");

        assertThat(read("{'host': 'a', 'user': 'u', 'tls': null}")).isEqualTo(silent);
        assertThat(read("{'host': 'a', 'user': 'u', 'tls': {}}")).isEqualTo(silent);
        assertThat(EventJson.MAPPER.writeValueAsString(silent)).doesNotContain("tls");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            prefer      | {'rootCertificates': 'system'}                               | looked at with sslMode verify-ca or verify-full only
            require     | {'rootCertificates': 'file:/roots'}                          | looked at with sslMode verify-ca or verify-full only
            verify-ca   | {'rootCertificates': 'system'}                               | system needs sslMode verify-full
            disable     | {'channelBinding': 'require'}                                | needs an encrypted link
            prefer      | {'clientCertificate': 'file:/crt'}                           | must be given together
            prefer      | {'clientKey': 'file:/key'}                                   | must be given together
            prefer      | {'clientCertificate': 'system', 'clientKey': 'file:/key'}    | must be file:/path or PEM
            prefer      | {'clientCertificate': 'file:/crt', 'clientKey': 'entra:'}    | cannot be a token
            verify-full | {'rootCertificates': 'file:roots'}                           | absolute path
            verify-full | {'rootCertificates': 'roots.pem'}                            | system, file:/path or PEM
            """)
    void what_proves_nothing_is_refused(String mode, String tls, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    try {
                        read("{'host': 'a', 'user': 'u', 'sslMode': '%s', 'tls': %s}".formatted(mode, tls));
                    } catch (IOException e) {
                        throw new IllegalArgumentException(e.getMessage(), e);
                    }
                })
                .withMessageContaining(reason);
    }

    @Test
    void a_private_key_is_no_certificate_and_is_not_repeated() {
        var key = "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CertificateRef.parse(PEM + key))
                .withMessageContaining("a private key in clear text is refused")
                .withMessageNotContaining("hunter2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretRef.parse(key))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void certificates_in_a_request_are_of_bounded_size() {
        var longest = PEM + "x".repeat(CertificateRef.LONGEST_PEM - PEM.length());

        assertThat(CertificateRef.parse(longest).text()).isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CertificateRef.parse(longest + "x"))
                .withMessageContaining("at most 32768 characters");
    }

    @Test
    void sealed_keys_are_alike_and_shown_to_nobody() {
        var one = aRequest().from(with(sealed("A"))).build();
        var other = aRequest().from(with(sealed("B"))).build();
        var elsewhere =
                aRequest().from(with(SecretRef.parse("file:/run/secrets/key"))).build();

        assertThat(one.isSameAs(other)).isTrue();
        assertThat(one.isSameAs(elsewhere)).isFalse();
        assertThat(RequestHash.of(one)).isEqualTo(RequestHash.of(other)).isNotEqualTo(RequestHash.of(elsewhere));
        assertThat(new String(EventJson.write(one.withoutPasswords()), java.nio.charset.StandardCharsets.UTF_8))
                .contains("rootCertificates\":\"system")
                .doesNotContain("sealed:", "BEGIN CERTIFICATE");
        assertThat(one.toString()).doesNotContain("AAAA");
    }

    private static SecretRef sealed(String letter) {
        return SecretRef.parse("sealed:" + letter.repeat(44));
    }

    private static ServerEndpoint with(SecretRef key) {
        return new ServerEndpoint(
                "old.example.org",
                5432,
                "mover",
                Optional.empty(),
                SslMode.VERIFY_FULL,
                "postgres",
                Optional.of(new TlsOptions(
                        Optional.of(CertificateRef.parse("system")),
                        Optional.of(CertificateRef.parse(PEM)),
                        Optional.of(key),
                        ChannelBinding.PREFER)));
    }

    private static ServerEndpoint read(String json) throws IOException {
        return EventJson.MAPPER.readValue(json.replace('\'', '"'), ServerEndpoint.class);
    }
}
