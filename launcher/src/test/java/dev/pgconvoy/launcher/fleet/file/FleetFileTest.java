package dev.pgconvoy.launcher.fleet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fleet.FleetFault;
import dev.pgconvoy.launcher.exit.CommandException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetFileTest {

    private static final String SHOP = """
            apiVersion: pgconvoy.dev/v1
            kind: Fleet
            metadata: {name: weekend}
            spec:
              servers:
                - name: shop
                  source: {host: old.example.org, user: mover}
                  target: {host: new.example.org, user: mover}
            """;

    @TempDir
    Path folder;

    private static String faults(String text) {
        try {
            FleetFile.read(Path.of("fleet.yaml"), text);
            return "";
        } catch (FaultyFileException e) {
            return e.faults().stream()
                    .sorted()
                    .map(fault -> fault.line("fleet.yaml") + "\n")
                    .reduce("", String::concat);
        }
    }

    @Test
    void a_plain_fleet_is_read() throws Exception {
        var fleet = FleetFile.read(Path.of("fleet.yaml"), SHOP).fleet();

        assertThat(fleet.name()).isEqualTo("weekend");
        assertThat(fleet.spec().servers())
                .singleElement()
                .satisfies(server -> assertThat(server.name()).isEqualTo("shop"));
    }

    @Test
    void what_was_read_can_be_written_as_json_and_read_again() throws Exception {
        var fleet = FleetFile.read(Path.of("fleet.yaml"), SHOP).fleet();
        var json = new String(EventJson.write(fleet), StandardCharsets.UTF_8);

        assertThat(FleetFile.read(Path.of("fleet.json"), json).fleet()).isEqualTo(fleet);
    }

    @Test
    void every_part_tells_its_fault_with_its_place() {
        assertThat(faults("""
                apiVersion: pgconvoy.dev/v1
                kind: Fleet
                metadata: {name: weekend}
                spec:
                  defaults:
                    target: {port: "5432"}
                  serverss: []
                  servers:
                    - name: shop
                      databses: [shop]
                    - name: crm
                      priority: high
                  waves:
                    - {name: all, onFailure: {retry: 99}}
                  windows:
                    - {name: night, cron: "0 0 * * *", duration: 4h}
                  gates:
                    - {name: go, kind: aproval, role: dba}
                """)).isEqualTo("""
                fleet.yaml:6:20: spec.defaults.target.port: a whole number is expected
                fleet.yaml:7:3: spec.serverss: this key is not known; did you mean servers?
                fleet.yaml:10:7: spec.servers[0].databses: this key is not known; did you mean databases?
                fleet.yaml:12:17: spec.servers[1].priority: a whole number is expected
                fleet.yaml:14:30: spec.waves[0].onFailure: retry must be between 0 and 10
                fleet.yaml:16:50: spec.windows[0].duration: a duration is expected, such as PT4H (four hours) or PT90M
                fleet.yaml:18:7: spec.gates[0]: kind must be all-verified, approval, no-writes-for, check-passed
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            apiVersion: x                     | apiVersion must be pgconvoy.dev/v1
            kind: Flet                        | kind must be Fleet
            metadata: weekend                 | metadata: keys with values are expected
            metadata: {}                      | metadata.name: this key is missing
            metadata: {name: }                | metadata.name: a text is expected
            metadata: {name: a b}             | the name of a fleet must be 1 to 63 letters
            metadata: {name: 5}               | metadata.name: a text is expected
            spec: {servers: []}               | spec.servers: a fleet needs a server
            spec: {}                          | spec.servers: this key is missing
            spec: {servers: shop}             | spec.servers: a list is expected
            """)
    void a_line_that_is_wrong_is_told(String line, String expected) {
        var key = line.substring(0, line.indexOf(':'));
        var text = SHOP.replaceAll("(?m)^" + key + ":.*\\R?", line + "\n");

        assertThat(faults(key.equals("spec") ? text.substring(0, text.indexOf("  servers:\n")) : text))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "5", "[]", "weekend"})
    void what_has_no_keys_is_told(String text) {
        assertThat(faults(text)).isEqualTo("fleet.yaml:1:1: keys with values are expected\n");
    }

    @Test
    void what_two_parts_say_together_is_looked_at_too() {
        assertThat(faults(SHOP + """
                    - name: shop
                      source: {host: old2.example.org, user: mover}
                      target: {host: new2.example.org, user: mover}
                      needs: [nobody]
                """))
                .contains("fleet.yaml:9:13: spec.servers[1].name: the server \"shop\" is there already")
                .contains("fleet.yaml:12:15: spec.servers[1].needs[0]: there is no server \"nobody\"");
    }

    @Test
    void a_password_in_clear_text_is_refused_and_not_repeated() {
        assertThat(faults(SHOP.replace("user: mover}", "user: mover, password: hunter2}")))
                .contains("a password in clear text is refused")
                .doesNotContain("hunter2");
    }

    @Test
    void what_a_service_says_gets_its_place() throws Exception {
        var file = FleetFile.read(Path.of("fleet.yaml"), SHOP);

        assertThat(file.refusal(List.of(new FleetFault("/spec/servers/0/source", "no"))))
                .hasMessageContaining("fleet.yaml:7:15: spec.servers[0].source: no");
    }

    @Test
    void a_file_that_is_not_there_is_told() {
        var file = folder.resolve("none.yaml");

        assertThatThrownBy(() -> FleetFile.read(file))
                .isInstanceOf(CommandException.class)
                .hasMessage("The file %s cannot be read: %s does not exist".formatted(file, file));
    }

    @Test
    void a_file_that_is_no_text_is_told() throws Exception {
        var file = Files.write(folder.resolve("x.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(() -> FleetFile.read(file)).hasMessageContaining("it is not in UTF-8");
    }

    @Test
    void a_plan_that_is_too_large_for_the_services_is_refused_before_anything_is_sent() {
        var databases = IntStream.range(0, 1_000)
                .mapToObj(i -> "\"%s%04d\"".formatted("d".repeat(59), i))
                .collect(Collectors.joining(","));
        var servers = IntStream.range(0, 110)
                .mapToObj("""
                        {"name": "s%d", "source": {"host": "old%<d", "user": "m"},
                         "target": {"host": "new%<d", "user": "m"}, "databases": ["""::formatted)
                .map(server -> server + databases + "]}")
                .collect(Collectors.joining(","));
        var text = """
                {"apiVersion": "pgconvoy.dev/v1", "kind": "Fleet", "metadata": {"name": "weekend"},
                 "spec": {"servers": [""" + servers + "]}}";

        assertThatThrownBy(() -> FleetFile.read(Path.of("fleet.json"), text))
                .isInstanceOfSatisfying(
                        FaultyFileException.class,
                        e -> assertThat(e.faults())
                                .singleElement()
                                .satisfies(
                                        fault -> assertThat(fault.line("fleet.json"))
                                                .contains(
                                                        "spec.servers: the plan of the fleet \"weekend\" has 7,27",
                                                        "at most 6,291,456 can be applied; split its servers into several files")));
    }

    @Test
    void a_refusal_that_is_not_about_the_file_does_not_blame_it() throws Exception {
        var read = FleetFile.read(Path.of("fleet.yaml"), SHOP);

        assertThat(read.refusal(List.of(FleetFault.ofAll("the fleet has moved on"))))
                .hasMessage("It was refused: the fleet has moved on");
        assertThat(read.refusal(List.of(new FleetFault("/spec/servers/0/name", "it is taken"))))
                .hasMessageContaining("is not a fleet that can be applied");
    }
}
