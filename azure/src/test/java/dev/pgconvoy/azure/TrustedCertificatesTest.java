package dev.pgconvoy.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pgconvoy.fixture.SelfSigned;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedCertificatesTest {

    @TempDir
    Path folder;

    @Test
    void a_server_of_ones_own_is_trusted_by_its_certificate_and_not_without() throws Exception {
        var certificate = SelfSigned.in(folder);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.forServer()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try (var trusting = HttpClient.newBuilder()
                        .sslContext(TrustedCertificates.with(certificate.pem()))
                        .build();
                var other = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(
                            "https://localhost:" + server.getAddress().getPort()))
                    .build();

            assertThat(trusting.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(204);
            Assertions.assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> other.send(request, BodyHandlers.discarding()));
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "so much for PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void a_file_without_certificates_is_named(String content) throws Exception {
        var file = Files.writeString(folder.resolve("ca.pem"), content);

        assertThatIllegalStateException()
                .isThrownBy(() -> TrustedCertificates.with(file))
                .withMessageStartingWith(
                        "pgconvoy.azure.certificates: %s cannot be read as certificates (PEM)".formatted(file));
    }

    @Test
    void a_missing_file_is_named() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TrustedCertificates.with(folder.resolve("none.pem")))
                .withMessageContaining("none.pem cannot be read");
    }
}
