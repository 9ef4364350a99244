package dev.pgconvoy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop",
                "",
                "Lager & Co",
                "it's $HOME `id` $(id) \"quoted\" \\ \\n !x *",
                "<b>;rm -rf x",
                "a\u202eb's \\ c",
                "é\u2066\ud83d\ude00"
            })
    void a_shell_takes_it_as_it_is(String word) throws Exception {
        var shell = new ProcessBuilder("bash", "-c", "printf %s " + ShellText.quoted(word));
        shell.environment().put("LC_ALL", "C.UTF-8");
        var process = shell.start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word);
    }

    @Test
    void what_turns_the_direction_of_writing_is_not_in_it() {
        assertThat(ShellText.quoted("a\u202eb")).isEqualTo("$'a\\u202eb'");
        assertThat(ShellText.quoted("plain_1.2/x")).isEqualTo("plain_1.2/x");
    }
}
