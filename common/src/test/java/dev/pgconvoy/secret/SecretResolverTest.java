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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretResolverTest {

    private static final PasswordUse USE =
            new PasswordUse("flex-eu-1/move-the-shop", ServerSide.SOURCE, "old.example.org", 5432, "mover");

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
        var sealed = key.seal(new Secret("hunter2"), USE);

        assertThat(new SecretResolver(Optional.of(key)).handedOnFor(USE, sealed).<String>use(value -> value))
                .isEqualTo("hunter2");
    }

    /// The programs of PostgreSQL read a password of one line of a file; a key has many lines and goes another way.
    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "two\rlines", "two\r\nlines"})
    void a_password_with_a_line_break_is_refused_by_the_name_of_its_side(String clear) {
        var key = SealKey.create(folder.resolve("seal.json"));
        var resolver = new SecretResolver(Optional.of(key));
        var password = Optional.<SecretRef>of(key.seal(new Secret(clear), USE));
        var clientKey = Optional.<SecretRef>of(key.seal(new Secret(clear), USE.ofClientKey()));

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> resolver.passwordFor(USE, password))
                .withMessageContaining("source server old.example.org:5432 as \"mover\"")
                .withMessageContaining("line break")
                .withMessageNotContaining("two");
        assertThat(resolver.passwordFor(USE.ofClientKey(), clientKey)).isPresent();
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
                .isThrownBy(() -> secrets.passwordFor(
                        new PasswordUse("a/b", ServerSide.TARGET, "orders.postgres.database.azure.com", 5432, "mover"),
                        Optional.of(SecretRef.parse("entra:"))))
                .withMessageStartingWith("entra:: Azure is not asked for secrets here.");
    }

    @Test
    void a_password_for_a_server_is_the_same_as_any_other() {
        assertThat(secrets.passwordFor(USE, Optional.of(SecretRef.parse("env:SOURCE_PASSWORD")))
                        .orElseThrow()
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
        var sealed = SealKey.create(folder.resolve("one.json")).seal(new Secret("hunter2"), USE);
        var other = new SecretResolver(Optional.of(SealKey.create(folder.resolve("other.json"))));

        assertFails(secrets, sealed, "sealed password: No seal key is configured here. Set PGCONVOY_SEAL_KEY_FILE");
        assertFails(
                other,
                sealed,
                "sealed password: It was not sealed with a key known here for the migration flex-eu-1/move-the-shop and the source server old.example.org:5432 as \"mover\".");
        assertFails(
                other,
                (SecretRef.Sealed) SecretRef.parse("sealed:" + "A".repeat(45)),
                "sealed password: It was not sealed with a key known here for the migration flex-eu-1/move-the-shop and the source server old.example.org:5432 as \"mover\".");
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

    @Test
    void a_sealed_value_that_was_copied_into_a_request_for_another_server_does_not_open() {
        var key = SealKey.create(folder.resolve("seal.json"));
        var mine = new SecretResolver(Optional.of(key), AllowedReferences.DEFAULTS);
        var sealed = key.seal(new Secret("hunter2"), USE);
        var evil = new PasswordUse(USE.migration(), USE.side(), "evil.example.org", USE.port(), USE.user());

        assertThat(mine.passwordFor(USE, Optional.of(sealed))).isPresent();
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> mine.passwordFor(evil, Optional.of(sealed)))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED))
                .withMessageContaining("source server evil.example.org:5432 as \"mover\"")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void a_server_that_is_not_allowed_gets_nothing_and_no_connection_with_or_without_a_password() {
        var limited = limited("pgconvoy.allowed.sources", "mover@old.example.org:5432");
        var known = Optional.of(SecretRef.parse("env:SOURCE_PASSWORD"));

        assertThat(limited.passwordFor(USE, known)).isPresent();
        for (var other : List.of(
                new PasswordUse("a/b", ServerSide.SOURCE, "evil.example.org", 5432, "mover"),
                new PasswordUse("a/b", ServerSide.SOURCE, "old.example.org", 5433, "mover"),
                new PasswordUse("a/b", ServerSide.SOURCE, "old.example.org", 5432, "postgres"))) {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> limited.passwordFor(other, Optional.empty()))
                    .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED))
                    .withMessageContaining("pgconvoy.allowed.sources allows mover@old.example.org:5432")
                    .withMessageContaining("PGCONVOY_ALLOWED_SOURCES");
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> limited.handedOnFor(other, known.get()))
                    .withMessageContaining("pgconvoy.allowed.sources");
        }
        assertThat(limited.passwordFor(
                        new PasswordUse("a/b", ServerSide.TARGET, "evil.example.org", 5432, "mover"), known))
                .isPresent();
    }

    @Test
    void a_reference_goes_to_its_own_servers_only() {
        var limited = limited("pgconvoy.secrets.servers", "env:SOURCE_* -> mover@*.example.org");
        var evil = new PasswordUse("a/b", ServerSide.SOURCE, "old.example.org.evil", 5432, "mover");

        assertThat(limited.passwordFor(USE, Optional.of(SecretRef.parse("env:SOURCE_PASSWORD"))))
                .isPresent();
        assertThat(limited.passwordFor(evil, Optional.empty())).isEmpty();
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> limited.passwordFor(evil, Optional.of(SecretRef.parse("env:SOURCE_PASSWORD"))))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED))
                .withMessageStartingWith(
                        "env:SOURCE_PASSWORD for source server old.example.org.evil:5432 as \"mover\": This reference is not sent to this server; pgconvoy.secrets.servers allows it for mover@*.example.org.")
                .withMessageContaining("PGCONVOY_SECRETS_SERVERS");
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> limited.handedOnFor(USE, SecretRef.parse("env:MISSING")))
                .withMessageContaining("pgconvoy.secrets.servers allows it for none");
    }

    @Test
    void a_token_goes_to_its_own_servers_only() {
        var limited = limited("pgconvoy.secrets.servers", "env:* -> *");
        var azures = new PasswordUse("a/b", ServerSide.TARGET, "orders.postgres.database.azure.com", 5432, "mover");

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> limited.passwordFor(azures, Optional.of(SecretRef.parse("entra:"))))
                .withMessageContaining("pgconvoy.secrets.servers allows it for none");
    }

    @Test
    void a_sealed_value_needs_no_entry_for_its_server() {
        var key = SealKey.create(folder.resolve("seal.json"));
        var resolver = new SecretResolver(
                Optional.of(key), AllowedReferences.DEFAULTS.within(configured("pgconvoy.secrets.servers", "")));

        assertThat(resolver.passwordFor(USE, Optional.of(key.seal(new Secret("hunter2"), USE))))
                .isPresent();
    }

    private SecretResolver limited(String setting, String value) {
        return new SecretResolver(
                Optional.empty(),
                new AllowedReferences(List.of("SOURCE_*", "MISSING"), List.of(folder))
                        .within(configured(setting, value)),
                Map.of("SOURCE_PASSWORD", "hunter2")::get);
    }

    private static AllowedServers configured(String setting, String value) {
        return ReferenceSettings.read(Map.of(setting, value)::get, Map.<String, String>of()::get)
                .servers();
    }

    private static void assertFails(SecretResolver secrets, SecretRef reference, String sentence) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> secrets.handedOnFor(USE, reference))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED))
                .satisfies(e -> assertThat(e.failure().remedy()).isNotBlank())
                .withMessageStartingWith(sentence);
    }

    private String value(String reference) {
        return secrets.handedOnFor(USE, SecretRef.parse(reference)).use(value -> value);
    }
}
