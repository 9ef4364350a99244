package dev.pgconvoy.launcher.fleet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacedDocumentTest {

    private static final String YAML = """
            # a comment
            spec:
              servers:
                - name: "shop"
                  port: 5432
                  databases: [a, b]
                - name: 22:30
                  on: yes
                  verify: false
                  note:
            """;
    private static final String JSON = """
            {"spec": {"servers": [
            \t{"name": "shop", "port": 5432, "databases": ["a", "b"]},
            \t{"name": "22:30", "on": "yes", "verify": false, "note": null}]}}
            """;

    @Test
    void yaml_and_json_say_the_same() throws Exception {
        assertThat(YamlReader.read(YAML).root().toString())
                .isEqualTo(JsonReader.read(JSON).root().toString())
                .isEqualTo(new ObjectMapper().readTree(JSON).toString());
    }

    @Test
    void each_value_and_each_key_has_its_place() throws Exception {
        var yaml = YamlReader.read(YAML);
        var json = JsonReader.read(JSON);
        var port = JsonPointer.compile("/spec/servers/0/port");

        assertThat(yaml.ofValue(port)).isEqualTo(new FilePosition(5, 13));
        assertThat(yaml.ofKey(port)).isEqualTo(new FilePosition(5, 7));
        assertThat(json.ofValue(port)).isEqualTo(new FilePosition(2, 27));
        assertThat(json.ofKey(port)).isEqualTo(new FilePosition(2, 19));
        assertThat(yaml.ofValue(JsonPointer.compile("/spec/servers/1/target/host")))
                .isEqualTo(new FilePosition(7, 7));
        assertThat(PlacedDocument.path(port)).isEqualTo("spec.servers[0].port");
    }

    @Test
    void a_key_that_stands_twice_is_a_fault() {
        assertThatThrownBy(() -> YamlReader.read("a:\n  b: 1\n  c: 2\n  b: 3\n"))
                .hasMessageContaining("line=4, column=3")
                .hasMessageContaining("a.b")
                .hasMessageContaining("this key stands in line 2 already");
        assertThatThrownBy(() -> JsonReader.read("{\"a\":\n1,\n\"a\": 2}"))
                .hasMessageContaining("line=3, column=1")
                .hasMessageContaining("this key stands in line 1 already");
    }

    @Test
    void an_alias_stands_for_what_its_anchor_names() throws Exception {
        var read = YamlReader.read("a: &x {port: 1}\nb: *x\n");

        assertThat(read.root().toString()).isEqualTo("{\"a\":{\"port\":1},\"b\":{\"port\":1}}");
    }

    @Test
    void aliases_of_aliases_do_not_fill_the_memory() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)));
        }

        assertThatThrownBy(() -> YamlReader.read(bomb.toString())).hasMessageContaining("more than 200,000 values");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x\n  b: *x\n",
                "a: [[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]\n",
                "a: !!java.net.URL [\"http://example.org\"]\n",
                "a: !other b\n",
                "a: b: c\n",
                "a: 'b\n",
                "---\na: 1\n---\nb: 2\n",
                "",
                "# nothing\n",
                "? [a]\n: b\n",
                "a: *nobody\n",
                "\tb: 1\n",
                "a: \u0001\n"
            })
    void what_is_not_plain_yaml_is_refused_with_a_place(String text) {
        assertThatThrownBy(() -> YamlReader.read(text))
                .isInstanceOf(FaultyFileException.class)
                .hasMessageContaining("line=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"a\": }", "{\"a\": 1", "{} {}", "[1, 2", "{\"a\": nul}"})
    void what_is_not_json_is_refused_with_a_place(String text) {
        assertThatThrownBy(() -> JsonReader.read(text))
                .isInstanceOf(FaultyFileException.class)
                .hasMessageContaining("line=");
    }
}
