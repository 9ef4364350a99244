package dev.pgconvoy.monitor.fleets;

import dev.pgconvoy.fuzz.Fuzz;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import jakarta.ws.rs.WebApplicationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FleetBodiesFuzzTest {

    private static final List<String> WORDS =
            List.of("null", "[]", "{}", "[[[", "\\ud800", "1e999", "\"spec\":", "\"name\":", "\"kind\":", ",");

    static Stream<Parser> parsers() {
        return Stream.of(
                new Parser(
                        "plans of fleets",
                        text -> FleetBodies.plan(text.getBytes(StandardCharsets.UTF_8)),
                        WebApplicationException.class,
                        List.of("""
                                {"fleet": {"apiVersion": "pgconvoy.dev/v1", "kind": "Fleet", "metadata": {"name": "weekend"}, "spec": {"servers": [
                                  {"name": "shop", "source": {"host": "a", "user": "u"},
                                   "target": {"host": "b", "user": "u"}}]}}}
                                """),
                        WORDS),
                new Parser(
                        "actions of fleets",
                        text -> FleetBodies.action(text.getBytes(StandardCharsets.UTF_8)),
                        WebApplicationException.class,
                        List.of("{\"kind\": \"pause\", \"reason\": \"a fire drill\"}"),
                        WORDS));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void whatever_comes_is_read_or_refused_soon(Parser parser) {
        Fuzz.run(parser, 0.02, Duration.ofMillis(400));
    }
}
