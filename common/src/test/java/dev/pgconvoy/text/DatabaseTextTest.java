package dev.pgconvoy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// In the input `~` is the byte 81, which WIN1252 has and UTF-8 has no equivalent of.
class DatabaseTextTest {

    private static final DatabaseText WIN1252 = DatabaseText.in("WIN1252");

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '^', textBlock = """
            a literal                     ; DEFAULT 'a~b'                 ; DEFAULT E'a\\x81b'
            its quotes and backslashes    ; 'it''s \\ ~'                  ; E'it''s \\\\ \\x81'
            one with escapes              ; E'\\t\\'~'                    ; E'\\t\\'\\x81'
            a byte after a backslash      ; E'\\~'                        ; E'\\x81'
            a byte before a digit         ; '~1'                          ; E'\\x811'
            a body                        ; AS $$ '~' \\ $1 $$            ; AS E' ''\\x81'' \\\\ $1 '
            a body with a tag             ; $_$ $$~ $_$                   ; E' $$\\x81 '
            a dollar in a name            ; a$b$c || '~'                  ; a$b$c || E'\\x81'
            quotes in a name              ; "a'b" || '~' || "a""'" || '~' ; "a'b" || E'\\x81' || "a""'" || E'\\x81'
            quotes in a comment           ; -- it's `~' 'c                ; -- it's `�' 'c
            a literal without such a byte ; 'a' || '~'                    ; 'a' || E'\\x81'
            """)
    void bytes_in_literals_become_escapes(String name, String input, String expected) {
        assertThat(WIN1252.sql(bytes(input))).as(name).isEqualTo(expected);
    }

    @Test
    void names_are_converted() {
        assertThat(WIN1252.sql(bytes("\"stra\u00dfe\" '\u00e4'"))).isEqualTo("\"straße\" E'\\xe4'");
        assertThat(WIN1252.label(new byte[] {(byte) 0x80})).isEqualTo("€");
    }

    @Test
    void a_name_that_cannot_be_read_is_told() {
        var refused = new IllegalStateException("refused");

        assertThat(WIN1252.sql(bytes("SELECT '~' AS \"~\""))).isEqualTo("SELECT E'\\x81' AS \"�\"");
        assertThatThrownBy(() -> WIN1252.sql(bytes("SELECT '~' AS \"~\""), _ -> {
                    throw refused;
                }))
                .isSameAs(refused);
        assertThat(WIN1252.sql(bytes("SELECT '~' AS \"\u00e4\""), _ -> {
                    throw refused;
                }))
                .isEqualTo("SELECT E'\\x81' AS \"ä\"");
    }

    @Test
    void what_is_text_in_utf8_stays_as_it_is() {
        var text = "COMMENT ON TABLE \"süß\" IS 'größe � $$'";

        assertThat(DatabaseText.UTF8.sql(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    }

    @Test
    void bytes_of_no_encoding_become_escapes() {
        assertThat(DatabaseText.UTF8.sql(bytes("CREATE TABLE a (t text DEFAULT '\u00e4')")))
                .isEqualTo("CREATE TABLE a (t text DEFAULT E'\\xe4')");
    }

    private static byte[] bytes(String single) {
        return single.replace('~', '\u0081').getBytes(StandardCharsets.ISO_8859_1);
    }
}
