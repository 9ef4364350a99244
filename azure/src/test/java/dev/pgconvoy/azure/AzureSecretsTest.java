package dev.pgconvoy.azure;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.SelfSigned;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// By Azure's own SDK, over TLS.
class AzureSecretsTest {

    private static final String TOKEN = "t0ken";

    @TempDir
    static Path folder;

    private static SelfSigned certificate;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final Map<String, String> settings = new HashMap<>();
    private FakeVault vault;

    @BeforeAll
    static void certify() {
        certificate = SelfSigned.in(folder);
    }

    @BeforeEach
    void open() throws Exception {
        vault = new FakeVault(certificate, TOKEN);
        settings.put("pgconvoy.azure.certificates", certificate.pem().toString());
        settings.put("pgconvoy.azure.token", "file:" + Files.writeString(folder.resolve("token"), TOKEN + "\n"));
    }

    @AfterEach
    void close() {
        vault.close();
    }

    @Test
    void a_secret_is_read_from_its_vault() {
        vault.holds("/secrets/target", "hunter2");
        vault.holds("/secrets/target/7", "hunter7");

        assertThat(value(vault.reference("/secrets/target"))).isEqualTo("hunter2");
        assertThat(value(vault.reference("/secrets/target/7"))).isEqualTo("hunter7");
        assertThat(vault.asked()).first().asString().contains("api-version=");
    }

    @Test
    void a_secret_is_kept_for_a_minute_and_then_read_anew() {
        var secrets = resolver();
        vault.holds("/secrets/target", "old");
        assertThat(value(secrets, vault.reference("/secrets/target"))).isEqualTo("old");
        vault.holds("/secrets/target", "new");

        assertThat(value(secrets, vault.reference("/secrets/target"))).isEqualTo("old");
        now.set(NOON.plusSeconds(61));
        assertThat(value(secrets, vault.reference("/secrets/target"))).isEqualTo("new");
        assertThat(vault.asked()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | AUTHENTICATION_FAILED | There is no such secret in this vault.
            403 | PERMISSION_DENIED     | The identity of this service may not read it, or the secret is disabled.
            503 | SERVER_UNAVAILABLE    | The vault answers 503.
            429 | SERVER_UNAVAILABLE    | The vault answers 429.
            418 | AUTHENTICATION_FAILED | The vault answers 418.
            """)
    void a_refusal_is_told_by_its_reference_with_the_remedy(int status, FailureCode code, String message) {
        vault.answers("/secrets/target", status, "{\"error\": {\"code\": \"No\", \"message\": \"hunter2\"}}");

        var failure = failure(vault.reference("/secrets/target"));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.object()).isEqualTo(vault.reference("/secrets/target"));
        assertThat(failure.message()).isEqualTo(message);
        assertThat(failure.remedy()).isNotBlank();
    }

    @Test
    void a_token_that_the_vault_does_not_take_is_told() throws Exception {
        Files.writeString(folder.resolve("token"), "another");

        var failure = failure(vault.reference("/secrets/target"));

        assertThat(failure.code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED);
        assertThat(failure.message()).isEqualTo("The vault does not take the token of this service.");
    }

    @Test
    void what_cannot_be_read_is_not_repeated() {
        vault.answers("/secrets/target", 200, "{\"value\": \"hunter2\", \"id\": 7, ");

        var thrown = thrown(vault.reference("/secrets/target"));

        assertThat(thrown).hasStackTraceContaining(vault.host());
        assertThat(org.assertj.core.util.Throwables.getStackTrace(thrown)).doesNotContain("hunter2");
    }

    @Test
    void a_vault_that_is_not_there_or_not_trusted_may_come_back() {
        var absent = failure("keyvault:https://localhost:1/secrets/target");
        settings.remove("pgconvoy.azure.certificates");
        var untrusted = failure(vault.reference("/secrets/target"));

        assertThat(absent.code()).isEqualTo(FailureCode.CONNECTION_LOST);
        assertThat(absent.message()).startsWith("The vault does not answer");
        assertThat(untrusted.code()).isEqualTo(FailureCode.CONNECTION_LOST);
        assertThat(vault.asked()).isEmpty();
    }

    @Test
    void a_vault_that_is_not_allowed_is_not_asked() {
        var strict = new SecretResolver(Optional.empty(), AllowedReferences.exactly(List.of())).with(azure());

        var thrown = catchThrowableOfType(
                MigrationException.class, () -> strict.configured(SecretRef.parse(vault.reference("/secrets/target"))));

        assertThat(thrown.failure().message())
                .isEqualTo("This reference is not allowed here; pgconvoy.secrets.keyvault allows none.");
        assertThat(vault.asked()).isEmpty();
    }

    @Test
    void a_token_is_read_anew_where_somebody_renews_it() throws Exception {
        var secrets = resolver();
        assertThat(token(secrets)).isEqualTo(TOKEN);
        Files.writeString(folder.resolve("token"), "renewed");

        assertThat(token(secrets)).isEqualTo("renewed");
    }

    @Test
    void a_token_that_is_not_there_is_told_by_where_it_should_be() {
        settings.put("pgconvoy.azure.token", "file:" + folder.resolve("nowhere"));

        assertThat(failure(vault.reference("/secrets/target")).object()).isEqualTo("file:" + folder.resolve("nowhere"));
        assertThat(catchThrowableOfType(MigrationException.class, () -> token(resolver()))
                        .failure()
                        .object())
                .isEqualTo("file:" + folder.resolve("nowhere"));
    }

    @Test
    void a_wrong_setting_is_told_when_azure_is_needed_and_not_before() {
        settings.put("pgconvoy.azure.cloud", "cumulus");

        var failure = failure(vault.reference("/secrets/target"));

        assertThat(failure.message())
                .isEqualTo("Azure cannot be asked: pgconvoy.azure.cloud must be public, government, china or custom.");
    }

    private AzureSecrets azure() {
        return new AzureSecrets(name -> Optional.ofNullable(settings.get(name)), now::get);
    }

    private SecretResolver resolver() {
        var allowed = new AllowedReferences(
                List.of(), List.of(), List.of(vault.host(), "localhost:1"), List.of("db.example"));
        return new SecretResolver(Optional.empty(), allowed).with(azure());
    }

    private static String token(SecretResolver secrets) {
        return secrets.passwordFor(
                        new PasswordUse("", ServerSide.TARGET, "db.example", 5432, "mover"),
                        Optional.of(SecretRef.parse("entra:")))
                .orElseThrow()
                .use(value -> value);
    }

    private String value(String reference) {
        return value(resolver(), reference);
    }

    private static String value(SecretResolver secrets, String reference) {
        return secrets.configured(SecretRef.parse(reference)).use(value -> value);
    }

    private MigrationException thrown(String reference) {
        return catchThrowableOfType(MigrationException.class, () -> value(reference));
    }

    private Failure failure(String reference) {
        return thrown(reference).failure();
    }
}
