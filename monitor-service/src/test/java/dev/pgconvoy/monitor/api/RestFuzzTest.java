package dev.pgconvoy.monitor.api;

import dev.pgconvoy.fuzz.Fuzz;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.console.FleetQuery;
import jakarta.ws.rs.WebApplicationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RestFuzzTest {

    private static final RequestReader READER =
            new RequestReader(new RequestBinder(new PasswordSealer(Optional.empty()), () -> MigrationSamples.T0));

    static Stream<Parser> parsers() {
        return Stream.of(
                new Parser(
                        "bodies of requests",
                        text -> READER.read(text.getBytes(StandardCharsets.UTF_8)),
                        WebApplicationException.class,
                        List.of("""
                                {"id": "orders/a",
                                 "source": {"host": "source.example", "user": "postgres", "password": "env:S"},
                                 "target": {"host": "target.example", "user": "postgres", "password": "env:T"},
                                 "options": {"jobs": 4, "filters": {"includeTables": ["a.*"]}}}
                                """, """
                                {"parameters": {"targetServerName": {"value": "flex"}, "migrationName": {"value": "m"},
                                 "sourceServerResourceId": {"value": "old.example.org:5432@mover"}}}
                                """),
                        List.of("null", "[]", "{}", "\"password\":", "\"properties\":", "[[[", "\\ud800", "1e9999")),
                new Parser(
                        "bodies of cancellations",
                        text -> CancelBody.reason(text.getBytes(StandardCharsets.UTF_8)),
                        WebApplicationException.class,
                        List.of("{\"reason\": \"not needed\"}"),
                        List.of("null", "[]", "{\"reason\":", "\"")),
                new Parser(
                        "parameters",
                        text -> {
                            CallParameters.traceparent(text);
                            CallParameters.id(text);
                        },
                        WebApplicationException.class,
                        List.of("orders/a", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                        List.of("/", "-", "00")),
                new Parser(
                        "limits",
                        CallParameters::limit,
                        WebApplicationException.class,
                        List.of("100"),
                        List.of("-", "+", "0", "99999999999999999999")),
                new Parser(
                        "states",
                        CallParameters::states,
                        WebApplicationException.class,
                        List.of("Succeeded", "InProgress,Failed"),
                        List.of("İ", "ß", ",")),
                new Parser(
                        "states of tables",
                        CallParameters::stages,
                        WebApplicationException.class,
                        List.of("failed,copying"),
                        List.of("İ", ",")),
                new Parser(
                        "selections to cancel",
                        text -> CancelSelection.read(text.getBytes(StandardCharsets.UTF_8)),
                        WebApplicationException.class,
                        List.of("{\"ids\": [\"orders/a\", \"orders/b\"], \"reason\": \"not needed\"}"),
                        List.of("null", "[]", "\"ids\":", "\"orders/a\",", "[[[", "\\ud800")),
                new Parser(
                        "labels",
                        text -> CallParameters.labels(List.of(text)),
                        WebApplicationException.class,
                        List.of("team:payments", "urgent"),
                        List.of(":", "::", " ", "\u202e")),
                new Parser(
                        "orders",
                        text -> CallParameters.order(
                                text, "requested", FleetQuery.Order::known, List.of(FleetQuery.Order.values())),
                        WebApplicationException.class,
                        List.of("requested", "-left"),
                        List.of("-", "--", "İ")),
                new Parser(
                        "offsets",
                        CallParameters::offset,
                        WebApplicationException.class,
                        List.of("0", "10000000"),
                        List.of("-", "+", "99999999999999999999", "٣")),
                new Parser(
                        "searches",
                        CallParameters::words,
                        WebApplicationException.class,
                        List.of("orders public"),
                        List.of(" ", "\u202e", "\ud83d")));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void whatever_comes_is_read_or_refused_soon(Parser parser) {
        Fuzz.run(parser, 0.08 / parsers().count(), Duration.ofMillis(400));
    }
}
