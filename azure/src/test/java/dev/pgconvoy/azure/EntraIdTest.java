package dev.pgconvoy.azure;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.util.ConfigurationBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.SelfSigned;
import dev.pgconvoy.secret.SecretRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The identity of a service principal, asked for tokens of a server that speaks OAuth as Entra ID does.
class EntraIdTest {

    private static final String TENANT = "22222222-3333-4444-5555-666666666666";
    private static final SecretRef.EntraToken OURS = new SecretRef.EntraToken(Optional.empty());

    @TempDir
    static Path folder;

    private static SelfSigned certificate;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private HttpsServer authority;

    @BeforeAll
    static void certify() {
        certificate = SelfSigned.in(folder);
    }

    @BeforeEach
    void open() throws Exception {
        authority = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        authority.setHttpsConfigurator(new HttpsConfigurator(certificate.forServer()));
        authority.createContext("/", this::answer);
        authority.start();
    }

    @AfterEach
    void close() {
        authority.stop(0);
    }

    @Test
    void a_token_is_asked_of_the_authority_for_postgresql_once() {
        var postgres = new PostgresTokens(connection("right"), () -> NOON);

        assertThat(postgres.token(OURS).<String>use(value -> value)).isEqualTo("token-1");
        assertThat(postgres.token(OURS).<String>use(value -> value)).isEqualTo("token-1");
        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("/" + TENANT + "/oauth2/v2.0/token")
                .contains("grant_type=client_credentials")
                .contains("scope=https://ossrdbms-aad.database.windows.net/.default");
    }

    @Test
    void an_identity_that_is_refused_is_told_without_its_secret() {
        var postgres = new PostgresTokens(connection("wrong"), () -> NOON);

        var thrown = catchThrowableOfType(MigrationException.class, () -> postgres.token(OURS));

        assertThat(thrown.failure().code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED);
        assertThat(thrown.failure().message()).startsWith("Azure gave no token:");
        assertThat(thrown.failure().remedy()).contains("AZURE_CLIENT_SECRET");
        assertThat(Throwables.getStackTrace(thrown)).doesNotContain("wrong-secret");
    }

    @Test
    void an_authority_that_is_away_may_come_back() {
        var postgres = new PostgresTokens(connection("right"), () -> NOON);
        authority.stop(0);

        var thrown = catchThrowableOfType(MigrationException.class, () -> postgres.token(OURS));

        assertThat(thrown.failure().code()).isEqualTo(FailureCode.SERVER_UNAVAILABLE);
        assertThat(Throwables.getStackTrace(thrown)).doesNotContain("right-secret");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void an_authority_that_is_busy_is_asked_again_later(int status) {
        var postgres = new PostgresTokens(connection("busy-" + status), () -> NOON);

        var thrown = catchThrowableOfType(MigrationException.class, () -> postgres.token(OURS));

        assertThat(thrown.failure().code()).isEqualTo(FailureCode.SERVER_UNAVAILABLE);
    }

    /// Whoever answers in its place could ask for a token that is good elsewhere.
    @Test
    void a_vault_that_asks_for_a_token_of_somebody_else_gets_none() throws Exception {
        try (var vault = new FakeVault(certificate, "token-1")) {
            vault.holds("/secrets/target", "hunter2");
            var vaults = new KeyVaults(connection("right"), () -> NOON);

            var thrown = catchThrowableOfType(
                    MigrationException.class,
                    () -> vaults.read((SecretRef.KeyVault) SecretRef.parse(vault.reference("/secrets/target"))));

            assertThat(thrown.failure().object()).isEqualTo(vault.reference("/secrets/target"));
            assertThat(vault.asked()).isEmpty();
            assertThat(asked).as("of the authority").isEmpty();
        }
    }

    private AzureConnection connection(String secret) {
        var settings = Map.of(
                "pgconvoy.azure.resource-manager-endpoint",
                "https://localhost:1",
                "pgconvoy.azure.authority-host",
                "https://localhost:" + authority.getAddress().getPort(),
                "pgconvoy.azure.certificates",
                certificate.pem().toString());
        var environment = new ConfigurationBuilder()
                .putProperty("AZURE_TENANT_ID", TENANT)
                .putProperty("AZURE_CLIENT_ID", "33333333-4444-5555-6666-777777777777")
                .putProperty("AZURE_CLIENT_SECRET", secret + "-secret")
                .build();
        return AzureConnection.of(
                AzureSettings.read(name -> Optional.ofNullable(settings.get(name))), () -> NOON, environment);
    }

    private static int status(String form) {
        var busy = Pattern.compile("client_secret=busy-([0-9]+)").matcher(form);
        return busy.find() ? Integer.parseInt(busy.group(1)) : 401;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var form = URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), UTF_8), UTF_8);
            asked.add(exchange.getRequestURI() + "?" + form);
            var isRight = form.contains("client_secret=right-secret");
            var body = isRight ? """
                    {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": "token-%d"}""".formatted(tokens.incrementAndGet()) : """
                    {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided."}""";
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("retry-after-ms", "1");
            exchange.sendResponseHeaders(isRight ? 200 : status(form), body.getBytes(UTF_8).length);
            exchange.getResponseBody().write(body.getBytes(UTF_8));
        }
    }
}
