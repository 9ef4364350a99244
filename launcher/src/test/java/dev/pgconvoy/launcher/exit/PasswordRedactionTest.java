package dev.pgconvoy.launcher.exit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordRedactionTest {

    @Test
    void passwords_in_uris_are_taken_out_even_with_at_signs_in_them() {
        assertThat(PasswordRedaction.of("Unmatched argument: 'postgres://u:s@cr:et@h/d' and postgresql://v:x@i/e"))
                .doesNotContain("s@cr", "et@h", ":x@")
                .contains("postgres://u:***@");
        assertThat(PasswordRedaction.of("postgres://h/d?user=u&password=secret&sslmode=require"))
                .isEqualTo("postgres://h/d?user=u&password=***&sslmode=require");
    }

    @Test
    void passwords_in_other_forms_are_taken_out_too() {
        assertThat(PasswordRedaction.of("host=a password='it\\'s secret' user=u"))
                .isEqualTo("host=a password=*** user=u");
        assertThat(PasswordRedaction.of("host=a PASSWORD = secret\\ one")).doesNotContain("secret", "one");
        assertThat(PasswordRedaction.of("host=a password='secret one")).doesNotContain("secret", "one");
        assertThat(PasswordRedaction.of("Host=a;Password=secret;Database=d"))
                .isEqualTo("Host=a;Password=***;Database=d");
        assertThat(PasswordRedaction.of("postgresql+psycopg2://u:secret@h/d"))
                .isEqualTo("postgresql+psycopg2://u:***@h/d");
        assertThat(PasswordRedaction.of("sslpassword=secret")).doesNotContain("secret");
    }

    @Test
    void long_texts_are_no_burden() {
        assertThat(PasswordRedaction.of("password=" + "\\x".repeat(200_000))).isEqualTo("password=***");
        assertThat(PasswordRedaction.of("password='" + "\\'".repeat(200_000))).isEqualTo("password=***");
        assertThat(PasswordRedaction.of("password=a ".repeat(20_000))).doesNotContain("=a");
        assertThat(PasswordRedaction.of("postgres://u:".repeat(50_000) + "secret@h"))
                .isEqualTo("postgres://u:***@h");
        assertThat(PasswordRedaction.of("postgres://".repeat(50_000))).hasSize(550_000);
    }

    @Test
    void what_has_no_password_stays() {
        assertThat(PasswordRedaction.of("postgres://u@h:5432/d is not there"))
                .isEqualTo("postgres://u@h:5432/d is not there");
    }
}
