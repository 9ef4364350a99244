package dev.pgconvoy.launcher.fleet.file;

import dev.pgconvoy.fuzz.Fuzz;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FleetFilesFuzzTest {

    private static final String YAML = """
            apiVersion: pgconvoy.dev/v1
            kind: Fleet
            metadata: {name: weekend}
            spec:
              servers:
                - name: shop
                  source: {host: old.example.org, user: mover}
                  target: {host: new.example.org, user: mover}
              windows:
                - {name: night, cron: "0 22 * * 6", timeZone: Europe/Berlin, duration: PT8H, onClose: drain}
            """;
    private static final String JSON = """
            {"apiVersion": "pgconvoy.dev/v1", "kind": "Fleet", "metadata": {"name": "weekend"}, "spec": {"servers": [
              {"name": "shop", "source": {"host": "a", "user": "u"}, "target": {"host": "b", "user": "u"}}]}}
            """;

    static Stream<Parser> parsers() {
        return Stream.of(
                new Parser(
                        "fleets in YAML",
                        text -> read("fleet.yaml", text),
                        IllegalArgumentException.class,
                        List.of(YAML),
                        List.of("&a ", "*a", "<<: ", "- ", ": ", "!!int ", "---\n", "|\n", "\t", "[[[", "0 0 31 2 *")),
                new Parser(
                        "fleets in JSON",
                        text -> read("fleet.json", text),
                        IllegalArgumentException.class,
                        List.of(JSON),
                        List.of("null", "[]", "{}", "\"name\":", "[[[", "\\ud800", "1e999")));
    }

    private static void read(String name, String text) {
        try {
            FleetFile.read(Path.of(name), text);
        } catch (FaultyFileException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void whatever_comes_is_read_or_refused_soon(Parser parser) {
        Fuzz.run(parser, 0.02 / parsers().count(), Duration.ofMillis(700));
    }
}
