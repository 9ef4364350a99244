package dev.pgconvoy.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class SecretRefTest {

    @Property
    void a_reference_reads_back_as_it_was_written(@ForAll("references") String text) {
        var reference = SecretRef.parse(text);

        assertThat(reference.text()).isEqualTo(text);
        assertThat(SecretRef.parse(reference.text())).isEqualTo(reference);
    }

    @Property
    void anything_else_is_refused_without_repeating_it(
            @ForAll("prefixes") String prefix, @ForAll @StringLength(min = 8, max = 60) String password) {
        try {
            SecretRef.parse(prefix + password);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getClass()).isEqualTo(IllegalArgumentException.class);
            assertThat(refused.getMessage()).doesNotContain(password);
            assertThat(refused.getCause()).isNull();
        }
    }

    @Example
    void clear_text_is_told_what_to_use() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretRef.parse("hunter2"))
                .withMessage(
                        "a password in clear text is refused; use env:NAME, file:/path, keyvault:ID, entra: or sealed:VALUE");
    }

    @Example
    void a_word_in_front_does_not_make_a_password_a_reference() {
        for (var text : new String[] {
            "env:hunter2!",
            "env:",
            "file:hunter2",
            "file:",
            "file:/a\0b",
            "keyvault:hunter2",
            "entra:hunter2",
            "sealed:hunter2",
            "sealed:"
        }) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> SecretRef.parse(text))
                    .withMessageNotContaining("hunter2");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretRef.parse("file:/" + "x".repeat(SecretRef.LONGEST)));
    }

    @Provide
    Arbitrary<String> references() {
        var word = Arbitraries.strings().withCharRange('A', 'Z').ofMinLength(1).ofMaxLength(20);
        var base64 = Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(33)
                .ofMaxSize(200)
                .map(bytes -> java.util.Base64.getEncoder().encodeToString(bytes));
        return Arbitraries.oneOf(
                word.map("env:"::concat),
                word.map(name -> "env:_" + name + "9"),
                word.map(name -> "file:/run/" + name + " ö/x"),
                word.map(name -> "keyvault:https://v.example.org/secrets/" + name),
                Arbitraries.of("entra:", "entra:0a1b2c3d-0000-4444-8888-0123456789ab"),
                base64.map("sealed:"::concat));
    }

    @Provide
    Arbitrary<String> prefixes() {
        return Arbitraries.of("", "env:", "file:", "file:/\0", "keyvault:", "entra:", "sealed:", "ENV:", ":");
    }
}
