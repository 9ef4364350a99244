package dev.pgconvoy.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealKeyTest {

    private static final Secret PASSWORD = new Secret("päss wörd");
    private static final PasswordUse USE =
            new PasswordUse("flex-eu-1/move-the-shop", ServerSide.SOURCE, "old.example.org", 5432, "mover");

    @TempDir
    Path folder;

    @Test
    void what_was_sealed_opens_with_the_key_read_back() throws Exception {
        var sealed = SealKey.create(folder.resolve("seal.json")).seal(PASSWORD, USE);

        var opened = SealKey.read(folder.resolve("seal.json")).open(sealed, USE);

        assertThat(opened.<String>use(value -> value)).isEqualTo("päss wörd");
    }

    @ParameterizedTest
    @CsvSource({
        "flex-eu-1/move-the-shop-2, SOURCE, old.example.org, 5432, mover",
        "flex-eu-1/move-the-shop, TARGET, old.example.org, 5432, mover",
        "flex-eu-1/move-the-shop, SOURCE, evil.example.org, 5432, mover",
        "flex-eu-1/move-the-shop, SOURCE, old.example.org, 5433, mover",
        "flex-eu-1/move-the-shop, SOURCE, old.example.org, 5432, postgres",
        "flex-eu-1/move-the-shop, SOURCE, old.example.or, 5432, gmover",
    })
    void a_sealed_value_opens_for_its_own_login_only(
            String migration, ServerSide side, String host, int port, String user) throws Exception {
        var key = SealKey.create(folder.resolve("seal.json"));
        var sealed = key.seal(PASSWORD, USE);
        var other = new PasswordUse(migration, side, host, port, user);

        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> key.open(sealed, other));
        assertThat(key.open(sealed, USE).isEmpty()).isFalse();
    }

    @Test
    void the_case_of_a_hosts_name_does_not_count() throws Exception {
        var key = SealKey.create(folder.resolve("seal.json"));
        var loud = new PasswordUse(USE.migration(), USE.side(), "OLD.example.ORG", USE.port(), USE.user());

        assertThat(key.open(key.seal(PASSWORD, loud), USE).isEmpty()).isFalse();
    }

    @Test
    void a_new_key_seals_from_now_on_and_the_old_one_opens_what_it_sealed() throws Exception {
        var file = folder.resolve("seal.json");
        var before = SealKey.create(file);
        var old = Files.copy(file, folder.resolve("old.json"));
        var sealedBefore = before.seal(PASSWORD, USE);

        var keys = SealKey.rotate(file);

        var after = SealKey.read(file);
        var sealedAfter = after.seal(PASSWORD, USE);
        assertThat(keys).isEqualTo(2);
        assertThat(text(after.open(sealedBefore, USE))).isEqualTo("päss wörd");
        assertThat(text(after.open(sealedAfter, USE))).isEqualTo("päss wörd");
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> SealKey.read(old).open(sealedAfter, USE));
    }

    @Test
    void who_runs_already_gets_to_know_the_new_key() throws Exception {
        var file = folder.resolve("seal.json");
        var running = SealKey.create(file);
        var old = Files.copy(file, folder.resolve("old.json"));

        SealKey.rotate(file);

        assertThat(text(running.open(SealKey.read(file).seal(PASSWORD, USE), USE)))
                .isEqualTo("päss wörd");
        var sealed = running.seal(PASSWORD, USE);
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> SealKey.read(old).open(sealed, USE));
    }

    @Test
    void a_key_that_was_taken_away_or_broken_stays_in_use_where_it_is_known() throws Exception {
        var file = folder.resolve("seal.json");
        var running = SealKey.create(file);
        var sealed = running.seal(PASSWORD, USE);

        Files.writeString(file, "broken");
        assertThat(text(running.open(sealed, USE))).isEqualTo("päss wörd");
        Files.delete(file);
        assertThat(text(running.open(sealed, USE))).isEqualTo("päss wörd");
    }

    @Test
    void a_new_key_leaves_one_private_file_and_a_link_to_it_as_they_are() throws Exception {
        var file = Files.createDirectory(folder.resolve("keys")).resolve("seal.json");
        SealKey.create(file);
        var link = Files.createSymbolicLink(folder.resolve("link.json"), file);

        SealKey.rotate(link);

        assertThat(link).isSymbolicLink();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void what_is_no_key_gets_no_second_one() throws Exception {
        var file = Files.writeString(folder.resolve("seal.json"), "hunter2");

        assertThatIllegalStateException()
                .isThrownBy(() -> SealKey.rotate(file))
                .withMessageStartingWith("The seal key " + file + " cannot be read")
                .withMessageNotContaining("hunter2");
        assertThat(file).hasContent("hunter2");
    }

    private static String text(Secret secret) {
        return secret.use(value -> value);
    }

    @Test
    void another_key_opens_nothing() {
        var sealed = SealKey.create(folder.resolve("seal.json")).seal(PASSWORD, USE);
        var other = SealKey.create(folder.resolve("other.json"));

        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> other.open(sealed, USE));
    }

    @Test
    void the_same_password_is_never_sealed_to_the_same_text() {
        var key = SealKey.create(folder.resolve("seal.json"));

        assertThat(key.seal(PASSWORD, USE)).isNotEqualTo(key.seal(PASSWORD, USE));
    }

    @Test
    void an_empty_password_can_be_sealed() throws Exception {
        var key = SealKey.create(folder.resolve("seal.json"));
        var sealed =
                (SecretRef.Sealed) SecretRef.parse(key.seal(new Secret(""), USE).text());

        assertThat(key.open(sealed, USE).isEmpty()).isTrue();
    }

    @Test
    void only_the_owner_reads_the_key() throws Exception {
        var file = folder.resolve("seal.json");
        SealKey.create(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_key_is_never_replaced() throws Exception {
        var file = folder.resolve("seal.json");
        SealKey.create(file);
        var before = Files.readString(file);

        assertThatIllegalStateException()
                .isThrownBy(() -> SealKey.create(file))
                .withMessageStartingWith("The seal key " + file + " cannot be written");
        assertThat(file).hasContent(before);
    }

    @Test
    void a_missing_key_is_named_with_the_remedy() {
        var file = folder.resolve("none.json");

        assertThatIllegalStateException()
                .isThrownBy(() -> SealKey.read(file))
                .withMessage(
                        "The seal key %1$s cannot be read: NoSuchFileException. Create one with: pgconvoy seal-key --out %1$s",
                        file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{}", "{\"primaryKeyId\": 1, \"key\": []}", "hunter2"})
    void a_file_that_is_no_key_is_refused_without_repeating_it(String content) throws Exception {
        var file = Files.writeString(folder.resolve("seal.json"), content);

        assertThatIllegalStateException()
                .isThrownBy(() -> SealKey.read(file))
                .withMessageStartingWith("The seal key " + file + " cannot be read")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void a_sealed_client_key_is_no_password_of_the_same_login_nor_the_other_way_round() throws Exception {
        var key = SealKey.create(folder.resolve("seal.json"));
        var ofKey = key.seal(PASSWORD, USE.ofClientKey());
        var ofPassword = key.seal(PASSWORD, USE);

        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> key.open(ofKey, USE));
        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> key.open(ofPassword, USE.ofClientKey()));
        assertThat(text(key.open(ofKey, USE.ofClientKey()))).isEqualTo("päss wörd");
    }
}
