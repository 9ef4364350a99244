package dev.pgconvoy.launcher.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.arm.PasswordUses;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersFileTest {

    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
    private static final String PARAMETERS = """
            {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
             "contentVersion": "1.0.0.0",
             "parameters": {
               "targetServerName": {"value": "flex-eu-1"}, "migrationName": {"value": "move-1"},
               "sourceServerResourceId": {"value": "old.example.org:5432@mover"},
               "sourceServerLoginName": {"value": "mover"}, "sourceServerLoginPassword": {"value": "%s"},
               "targetServerLoginName": {"value": "mover"}, "TARGETServerLoginPassword": {"value": "env:TARGET"},
               "dbNamesToMigrate": {"value": ["shop"]}, "SslMode": {"value": "Require"}}}
            """;
    private static final Supplier<SealKey> NO_KEY = () -> {
        throw new AssertionError("no key is needed here");
    };

    @TempDir
    Path folder;

    @Test
    void references_stay_as_they_are_and_the_executor_is_azure() throws IOException {
        var request = file(PARAMETERS.formatted("file:/run/secrets/source")).request(NO_KEY, NOW);

        assertThat(request.id()).hasToString("flex-eu-1/move-1");
        assertThat(request.options().executor()).isEqualTo(ExecutorKind.AZURE);
        assertThat(request.source().password()).contains(SecretRef.parse("file:/run/secrets/source"));
        assertThat(request.target().password()).contains(SecretRef.parse("env:TARGET"));
        assertThat(request.databases()).containsExactly("shop");
    }

    @Test
    void labels_may_stand_in_the_file_and_beside_it() throws IOException {
        var file = file(PARAMETERS
                .formatted("env:SOURCE")
                .replaceFirst("^\\{", "{\"labels\": {\"team\": \"shop\", \"wave\": \"1\"},"));

        var request = file.labelled(new TreeMap<>(Map.of("wave", "2"))).request(NO_KEY, NOW);

        assertThat(request.labels()).containsOnly(Map.entry("team", "shop"), Map.entry("wave", "2"));
    }

    @Test
    void a_password_in_clear_text_is_sealed_for_this_migration() throws IOException {
        var key = SealKey.create(folder.resolve("key"));

        var request = file(PARAMETERS.formatted("hunter2-hunter2")).request(() -> key, NOW);

        assertThat(request.toString()).doesNotContain("hunter2");
        assertThat(new SecretResolver(Optional.of(key))
                        .handedOnFor(
                                PasswordUses.of(request, ServerSide.SOURCE),
                                request.source().password().orElseThrow())
                        .<String>use(text -> text))
                .isEqualTo("hunter2-hunter2");
    }

    @Test
    void what_is_said_beside_the_file_counts_more_and_passwords_may_come_from_the_environment() throws IOException {
        var key = SealKey.create(folder.resolve("key"));
        var without = PARAMETERS.replace("\"sourceServerLoginPassword\": {\"value\": \"%s\"},", "");

        var request = file(without)
                .with("resourceGroup", Optional.of("databases-eu"))
                .with("executor", Optional.of("workers"))
                .parameter("sslmode", Optional.of("Prefer"))
                .withPasswords(name -> Optional.ofNullable(
                        Map.of("PGCONVOY_SOURCE_PASSWORD", "from the environment", "PGCONVOY_TARGET_PASSWORD", "unused")
                                .get(name)))
                .request(() -> key, NOW);

        assertThat(request.azure().orElseThrow().resourceGroup()).contains("databases-eu");
        assertThat(request.options().executor()).isEqualTo(ExecutorKind.WORKERS);
        assertThat(request.source().sslMode().text()).isEqualTo("prefer");
        assertThat(request.source().password().orElseThrow()).isInstanceOf(SecretRef.Sealed.class);
        assertThat(request.target().password()).contains(SecretRef.parse("env:TARGET"));
    }

    @Test
    void everything_that_the_template_does_not_take_is_told_and_no_password() throws IOException {
        var wrong = PARAMETERS
                .formatted("hunter2")
                .replace("Require", "Never")
                .replace("\"mover\"", "\"\"")
                .replace("\"migrationName\": {\"value\": \"move-1\"},", "");

        var refused = refusal(wrong);

        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused)
                .message()
                .contains(
                        "parameters.json is not what Azure's template takes:",
                        "migrationName has no value and no defaultValue.",
                        "SslMode is not one of its allowed values: 'Prefer'",
                        "sourceServerLoginName is shorter than its minLength, 1.",
                        "sourceServerLoginPassword is shorter than its minLength, 8.")
                .doesNotContain("hunter2");
        assertThat(refused.getMessage().lines().count()).isEqualTo(6);
    }

    @Test
    void a_value_that_is_no_request_of_ours_is_told_by_its_place() throws IOException {
        var wrong = PARAMETERS.formatted("env:SOURCE").replace("flex-eu-1", "flex eu");

        assertThat(refusal(wrong)).message().contains("parameters.json", "the target server must be 1 to 63 letters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"resources\": []}", "{\"parameters\": \"secret-7Qx\"}"})
    void another_file_is_refused_without_repeating_it(String content) throws IOException {
        assertThat(refusal(content))
                .message()
                .contains("parameters.json", "targetServerName")
                .doesNotContain("7Qx");
    }

    @Test
    void a_file_that_is_not_there_is_refused() {
        var refused =
                catchThrowableOfType(CommandException.class, () -> ParametersFile.read(folder.resolve("missing.json")));

        assertThat(refused).message().startsWith("--parameters: ").contains("missing.json");
    }

    private CommandException refusal(String content) throws IOException {
        var file = write(content);
        return catchThrowableOfType(
                CommandException.class, () -> ParametersFile.read(file).request(NO_KEY, NOW));
    }

    private ParametersFile file(String content) throws IOException {
        return ParametersFile.read(write(content));
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("parameters.json"), content);
    }
}
