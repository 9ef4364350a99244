package dev.pgconvoy.launcher.exit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void passwords_in_uris_are_taken_out_even_with_at_signs_in_them() {
        assertThat(Redaction.of("Unmatched argument: 'postgres://u:s@cr:et@h/d' and postgresql://v:x@i/e"))
                .doesNotContain("s@cr", "et@h", ":x@")
                .contains("postgres://u:***@");
        assertThat(Redaction.of("postgres://h/d?user=u&password=secret&sslmode=require"))
                .isEqualTo("postgres://h/d?user=u&password=***&sslmode=require");
    }

    @Test
    void what_has_no_password_stays() {
        assertThat(Redaction.of("postgres://u@h:5432/d is not there")).isEqualTo("postgres://u@h:5432/d is not there");
    }
}
