package dev.pgconvoy.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretResolverTest {

    private static final String ID = "flex-eu-1/move-the-shop";

    @TempDir
    Path folder;

    private SecretResolver secrets;

    @BeforeEach
    void allow() {
        secrets = new SecretResolver(
                Optional.empty(),
                new AllowedReferences(List.of("SOURCE_*", "MISSING"), List.of(folder)),
                Map.of("SOURCE_PASSWORD", "hunter2", "TOKEN", "t0ken")::get);
    }

    @Test
    void a_variable_is_looked_up() {
        assertThat(value("env:SOURCE_PASSWORD")).isEqualTo("hunter2");
    }

    @Test
    void a_file_is_read_without_its_last_line_end() throws Exception {
        assertThat(value("file:" + Files.writeString(folder.resolve("p"), "hunter2\n")))
                .isEqualTo("hunter2");
        assertThat(value("file:" + Files.writeString(folder.resolve("p"), "hunter2\r\n")))
                .isEqualTo("hunter2");
        assertThat(value("file:" + Files.writeString(folder.resolve("p"), "hunter2")))
                .isEqualTo("hunter2");
    }

    @Test
    void blanks_belong_to_a_password() throws Exception {
        assertThat(value("file:" + Files.writeString(folder.resolve("p"), " hunter2 \n")))
                .isEqualTo(" hunter2 ");
    }

    @Test
    void a_sealed_value_is_opened() {
        var key = SealKey.create(folder.resolve("seal.json"));
        var sealed = key.seal(new Secret("hunter2"), ID);

        assertThat(new SecretResolver(Optional.of(key)).resolve(sealed, ID).<String>use(value -> value))
                .isEqualTo("hunter2");
    }

    @Test
    void what_is_not_found_is_named_with_the_remedy() {
        assertFails(secrets, SecretRef.parse("env:MISSING"), "env:MISSING: The environment variable is not set.");
        assertFails(
                secrets,
                SecretRef.parse("file:" + folder.resolve("missing")),
                "file:" + folder.resolve("missing") + ": The file cannot be read.");
        assertFails(secrets, SecretRef.parse("file:" + folder), "file:" + folder + ": The file cannot be read.");
        assertFails(
                secrets,
                SecretRef.parse("keyvault:https://vault.example.org/secrets/p"),
                "keyvault:https://vault.example.org/secrets/p: This reference is not allowed here;"
                        + " pgconvoy.secrets.keyvault allows none.");
        var vault = SecretRef.parse("keyvault:https://vault.example.org/secrets/p");
        assertFails(
                new SecretResolver(Optional.empty(), AllowedReferences.exactly(List.of(vault))),
                vault,
                "keyvault:https://vault.example.org/secrets/p: Azure is not asked for secrets here.");
    }

    @Test
    void a_token_is_for_connections_and_is_not_handed_on() {
        assertFails(
                secrets,
                SecretRef.parse("entra:"),
                "entra:: A token is for a connection to a PostgreSQL server and cannot be handed on.");
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(
                        () -> secrets.passwordFor("orders.postgres.database.azure.com", SecretRef.parse("entra:"), ID))
                .withMessageStartingWith("entra:: Azure is not asked for secrets here.");
    }

    @Test
    void a_password_for_a_server_is_the_same_as_any_other() {
        assertThat(secrets.passwordFor("anywhere", SecretRef.parse("env:SOURCE_PASSWORD"), ID)
                        .<String>use(value -> value))
                .isEqualTo("hunter2");
    }

    @Test
    void a_file_that_is_no_password_is_not_read() throws Exception {
        var large = Files.write(folder.resolve("large"), new byte[64 * 1024 + 1]);
        var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 1});

        assertFails(secrets, SecretRef.parse("file:" + large), "file:" + large + ": The file is too large");
        assertFails(secrets, SecretRef.parse("file:" + binary), "file:" + binary + ": The file cannot be read.");
    }

    @Test
    void a_sealed_value_that_does_not_open_says_why_it_may_be() {
        var sealed = SealKey.create(folder.resolve("one.json")).seal(new Secret("hunter2"), ID);
        var other = new SecretResolver(Optional.of(SealKey.create(folder.resolve("other.json"))));

        assertFails(secrets, sealed, "sealed password: No seal key is configured here. Set PGCONVOY_SEAL_KEY_FILE");
        assertFails(other, sealed, "sealed password: It does not open with this key for this migration.");
        assertFails(
                other,
                (SecretRef.Sealed) SecretRef.parse("sealed:" + "A".repeat(45)),
                "sealed password: It does not open with this key for this migration.");
    }

    @Test
    void what_is_not_allowed_is_not_looked_at_and_the_setting_is_named() throws Exception {
        var outside = Files.createDirectory(folder.resolve("below")).resolve("p");
        Files.writeString(outside, "hunter2");

        assertFails(
                secrets,
                SecretRef.parse("env:TOKEN"),
                "env:TOKEN: This reference is not allowed here; pgconvoy.secrets.env allows SOURCE_*, MISSING. "
                        + "Use one of these or a sealed value, or set PGCONVOY_SECRETS_ENV");
        for (var file : List.of(outside, outside.resolveSibling("missing"), folder.resolve("below/../below/p"))) {
            assertFails(
                    secrets,
                    SecretRef.parse("file:" + file),
                    "file:" + file + ": This reference is not allowed here; pgconvoy.secrets.file allows " + folder);
        }
        var back = folder.resolve("below/../p");
        Files.writeString(folder.resolve("p"), "hunter2");
        assertFails(secrets, SecretRef.parse("file:" + back), "file:" + back + ": This reference is not allowed here");
    }

    @Test
    void a_link_is_followed_within_its_folder_and_not_out_of_it() throws Exception {
        var inner = Files.createDirectory(folder.resolve("..2026"));
        Files.writeString(inner.resolve("p"), "hunter2");
        var good = Files.createSymbolicLink(folder.resolve("good"), Path.of("..2026", "p"));
        var only = new SecretResolver(
                Optional.empty(), new AllowedReferences(List.of(), List.of(inner)), Map.<String, String>of()::get);
        Files.writeString(folder.resolve("outside"), "hunter2");
        var bad = Files.createSymbolicLink(inner.resolve("bad"), Path.of("..", "outside"));

        assertThat(value("file:" + good)).isEqualTo("hunter2");
        assertFails(only, SecretRef.parse("file:" + bad), "file:" + bad + ": This reference is not allowed here");
    }

    private static void assertFails(SecretResolver secrets, SecretRef reference, String sentence) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> secrets.resolve(reference, ID))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED))
                .satisfies(e -> assertThat(e.failure().remedy()).isNotBlank())
                .withMessageStartingWith(sentence);
    }

    private String value(String reference) {
        return secrets.resolve(SecretRef.parse(reference), ID).use(value -> value);
    }
}
