package dev.pgconvoy.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTextTest {

    @Test
    void ordinary_text_of_any_script_stays_as_it_is() {
        assertThat(PrintableText.of("Größe \"naïve\" 店 שלום 😀 \\n")).isEqualTo("Größe \"naïve\" 店 שלום 😀 \\n");
    }

    @Test
    void what_moves_a_cursor_ends_a_line_or_turns_the_writing_is_escaped() {
        assertThat(PrintableText.of("a\u001b[2Jb")).isEqualTo("a\\u001b[2Jb");
        assertThat(PrintableText.of("a\n2026-01-01 INFO all is well\r\t"))
                .isEqualTo("a\\n2026-01-01 INFO all is well\\r\\t");
        assertThat(PrintableText.of("a\u009b2J\u007f\u0000")).isEqualTo("a\\u009b2J\\u007f\\u0000");
        assertThat(PrintableText.of("\u202egpj.exe\u2066\u200f\u061c"))
                .isEqualTo("\\u202egpj.exe\\u2066\\u200f\\u061c");
        assertThat(PrintableText.of("zero\u200bwidth\u2028line\ud800half"))
                .isEqualTo("zero\\u200bwidth\\u2028line\\ud800half");
    }
}
