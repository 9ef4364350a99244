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
import org.junit.jupiter.params.provider.ValueSource;

class SealKeyTest {

    private static final Secret PASSWORD = new Secret("päss wörd");
    private static final String ID = "flex-eu-1/move-the-shop";

    @TempDir
    Path folder;

    @Test
    void what_was_sealed_opens_with_the_key_read_back() throws Exception {
        var sealed = SealKey.create(folder.resolve("seal.json")).seal(PASSWORD, ID);

        var opened = SealKey.read(folder.resolve("seal.json")).open(sealed, ID);

        assertThat(opened.<String>use(value -> value)).isEqualTo("päss wörd");
    }

    @Test
    void a_sealed_value_opens_for_its_own_migration_only() {
        var key = SealKey.create(folder.resolve("seal.json"));
        var sealed = key.seal(PASSWORD, ID);

        assertThatExceptionOfType(GeneralSecurityException.class)
                .isThrownBy(() -> key.open(sealed, "flex-eu-1/move-the-shop-2"));
    }

    @Test
    void another_key_opens_nothing() {
        var sealed = SealKey.create(folder.resolve("seal.json")).seal(PASSWORD, ID);
        var other = SealKey.create(folder.resolve("other.json"));

        assertThatExceptionOfType(GeneralSecurityException.class).isThrownBy(() -> other.open(sealed, ID));
    }

    @Test
    void the_same_password_is_never_sealed_to_the_same_text() {
        var key = SealKey.create(folder.resolve("seal.json"));

        assertThat(key.seal(PASSWORD, ID)).isNotEqualTo(key.seal(PASSWORD, ID));
    }

    @Test
    void an_empty_password_can_be_sealed() throws Exception {
        var key = SealKey.create(folder.resolve("seal.json"));
        var sealed =
                (SecretRef.Sealed) SecretRef.parse(key.seal(new Secret(""), ID).text());

        assertThat(key.open(sealed, ID).isEmpty()).isTrue();
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
}
