package dev.pgconvoy.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import jakarta.ws.rs.WebApplicationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    private static final String REQUEST = """
            {"id": "orders/a",
             "source": {"host": "source.example", "user": "postgres", "password": "%s"},
             "target": {"host": "target.example", "user": "postgres", "password": "env:TARGET"}}
            """;

    @TempDir
    Path folder;

    private Path keyFile = Path.of("none");

    @BeforeEach
    void createKey() {
        keyFile = folder.resolve("seal.key");
        SealKey.create(keyFile);
    }

    @Test
    void a_password_in_clear_text_is_sealed_for_this_migrations_login_alone() {
        var request = reader().read(bytes(REQUEST.formatted("hunter2")));

        var sealed = password(request);
        var use = request.source().passwordUse(request.id(), ServerSide.SOURCE);
        var elsewhere = new PasswordUse("orders/a", ServerSide.SOURCE, "evil.example", use.port(), use.user());
        var resolver = new SecretResolver(Optional.of(SealKey.read(keyFile)));
        assertThat(sealed).isInstanceOf(SecretRef.Sealed.class);
        assertThat(resolver.handedOnFor(use, sealed).use(Function.identity())).isEqualTo("hunter2");
        assertThat(catchThrowableOfType(RuntimeException.class, () -> resolver.handedOnFor(elsewhere, sealed)))
                .hasMessageContaining("evil.example");
    }

    @Test
    void a_clients_private_key_in_clear_text_is_sealed_too() {
        var body = REQUEST.formatted("env:SOURCE").replace("\"source.example\",", """
                "source.example", "sslMode": "verify-full",
                "tls": {"clientCertificate": "file:/run/secrets/crt",
                        "clientKey": "-----BEGIN PRIVATE KEY-----\\nhunter2\\n-----END PRIVATE KEY-----"},""");

        var request = reader().read(bytes(body));

        var key = request.source().tls().orElseThrow().clientKey().orElseThrow();
        assertThat(key).isInstanceOf(SecretRef.Sealed.class);
        assertThat(new SecretResolver(Optional.of(SealKey.read(keyFile)))
                        .handedOnFor(
                                request.source()
                                        .passwordUse(request.id(), ServerSide.SOURCE)
                                        .ofClientKey(),
                                key)
                        .<String>use(Function.identity()))
                .contains("hunter2");
        assertThat(problem(
                                new RequestReader(new RequestBinder(
                                        new PasswordSealer(Optional.empty()), () -> MigrationSamples.T0)),
                                body)
                        .field())
                .isEqualTo("$.source.tls.clientKey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env:PGPASSWORD",
                "file:/run/secrets/source",
                "keyvault:https://vault.example/secrets/id",
                "sealed:c2VhbGVkc2VhbGVkc2VhbGVkc2VhbGVkc2VhbGVkc2VhbGVk"
            })
    void a_reference_stays_as_it_is(String reference) {
        assertThat(password(reader().read(bytes(REQUEST.formatted(reference)))).text())
                .isEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "with:colon", ":", "http://x"})
    void what_is_no_reference_is_a_password(String password) {
        assertThat(password(reader().read(bytes(REQUEST.formatted(password))))).isInstanceOf(SecretRef.Sealed.class);
    }

    @Test
    void without_a_key_clear_text_is_refused_with_the_remedy_and_not_repeated() {
        var reader =
                new RequestReader(new RequestBinder(new PasswordSealer(Optional.empty()), () -> MigrationSamples.T0));

        var problem = problem(reader, REQUEST.formatted("hunter2"));

        assertThat(problem.field()).isEqualTo("$.source.password");
        assertThat(problem.remedy()).contains("PGCONVOY_SEAL_KEY_FILE");
        assertThat(problem.toString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON | $ | not a JSON object",
                "[1, 2] | $ | not a JSON object",
                "{} | $.id | a migration id is",
                "{\"id\": \"orders/a\"} | $.source | missing",
                "{\"id\":\"o/a\",\"source\":{\"host\":\"s\",\"user\":\"p\",\"port\":0}} | $.source | port must be between",
                "{\"id\":\"o/a\",\"source\":{\"host\":\"s\",\"user\":\"p\",\"password\":\"env:a b\"}} | $.source.password | env: needs",
            })
    void a_bad_request_is_refused_by_field(String body, String field, String detail) {
        var problem = problem(reader(), body);

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.detail()).contains(detail);
        assertThat(problem.remedy()).isNotBlank();
    }

    private static final String PARAMETERS = """
            {"parameters": {
               "targetServerName": {"value": "orders"}, "migrationName": {"value": "move-1"},
               "sourceServerResourceId": {"value": "source.example:5432@mover"},
               "sourceServerLoginName": {"value": "mover"}, "sourceServerLoginPassword": {"value": "%s"},
               "targetServerLoginName": {"value": "admin"}, "targetServerLoginPassword": {"value": "hunter2-hunter2"},
               "location": {"value": "westeurope"}},
             "executor": "workers"}
            """;

    @Test
    void the_templates_parameters_are_a_request_too_and_their_passwords_are_sealed() {
        var request = reader().read(bytes(PARAMETERS.formatted("hunter2-hunter2")));

        assertThat(request.id()).hasToString("orders/move-1");
        assertThat(request.options().executor()).isEqualTo(ExecutorKind.WORKERS);
        assertThat(password(request)).isInstanceOf(SecretRef.Sealed.class);
        assertThat(request.target().password()).get().isInstanceOf(SecretRef.Sealed.class);
    }

    @Test
    void the_resource_is_a_request_too_and_its_passwords_are_sealed() {
        var request = reader().read(bytes("""
                {"id": "orders/move-1", "executor": "workers", "properties": {
                  "sourceDbServerResourceId": "source.example:5432@mover",
                  "secretParameters": {"adminCredentials": {"sourceServerPassword": "hunter2"}}}}
                """));

        assertThat(request.id()).hasToString("orders/move-1");
        assertThat(password(request)).isInstanceOf(SecretRef.Sealed.class);
    }

    @Test
    void what_is_wrong_in_azures_forms_is_said_in_azures_words() {
        assertThat(problem(reader(), PARAMETERS.formatted("short")).detail())
                .isEqualTo("sourceServerLoginPassword is shorter than its minLength, 8.");
        var keyless =
                new RequestReader(new RequestBinder(new PasswordSealer(Optional.empty()), () -> MigrationSamples.T0));
        assertThat(problem(keyless, PARAMETERS.formatted("hunter2-hunter2")).field())
                .isEqualTo("$.parameters.sourceServerLoginPassword");
    }

    private RequestReader reader() {
        return new RequestReader(
                new RequestBinder(new PasswordSealer(Optional.of(keyFile)), () -> MigrationSamples.T0));
    }

    private static SecretRef password(MigrationRequest request) {
        return request.source().password().orElseThrow();
    }

    private static Problem problem(RequestReader reader, String body) {
        return (Problem) catchThrowableOfType(WebApplicationException.class, () -> reader.read(bytes(body)))
                .getResponse()
                .getEntity();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
