package dev.pgconvoy.arm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.fuzz.Fuzz;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every parser of what comes in Azure's forms.
class TemplatesFuzzTest {

    private static final Duration EACH = Duration.ofMillis(600);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final DeploymentScope SCOPE = new DeploymentScope("s", "g", "l", "d");
    private static final List<String> JSON = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "[[[[",
            "{\"a\":",
            "1e999",
            "-0",
            "\\u0000",
            "\\ud800",
            "\"id\"",
            "\"password\"",
            "\"parameters\"",
            "\"properties\"",
            "\"value\"",
            "\"request\"",
            "\"filters\"",
            ",");

    static Stream<Parser> parsers() {
        return Stream.of(
                new Parser(
                        "resource ids",
                        ResourceId::parse,
                        IllegalArgumentException.class,
                        List.of(
                                "/subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/x"),
                        List.of("/", "/subscriptions/", "/providers/", "//")),
                new Parser(
                        "requests in Azure's forms",
                        TemplatesFuzzTest::request,
                        MalformedEventException.class,
                        Recordings.all()
                                .map(exchange -> exchange.request().toString())
                                .filter(text -> text.startsWith("{"))
                                .toList(),
                        JSON),
                new Parser(
                        "templates",
                        text -> template(json(text)),
                        TemplateException.class,
                        List.of(MigrationTemplate.DOCUMENTED.json().toString()),
                        Stream.concat(JSON.stream(), Stream.of("[parameters('", "[concat(", "\"defaultValue\":"))
                                .toList()),
                new Parser(
                        "expressions",
                        text -> template(withDefault(text)),
                        TemplateException.class,
                        List.of(
                                "[concat(parameters('a'), '/', toLower('B'))]",
                                "[format('{0} {1}', createArray(1, 2), 'x')]",
                                "[if(equals('a', 'b'), resourceGroup().location, 'c')]"),
                        List.of(
                                "[",
                                "]",
                                "(",
                                ")",
                                "'",
                                "''",
                                ",",
                                "concat(",
                                "createArray(",
                                "format('{0}',",
                                ".",
                                "parameters('a')",
                                "variables('v')",
                                "-1",
                                "99999999999999999999")));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void whatever_comes_is_read_or_refused_soon(Parser parser) {
        Fuzz.run(parser, 0.2 / parsers().count(), EACH);
    }

    private static void request(String text) throws MalformedEventException {
        var type = EventType.MIGRATION_REQUESTED;
        EventCodec.read(
                type.topic(),
                new RecordHeaders().add("ce_type", type.ceType().getBytes(UTF_8)),
                text.getBytes(UTF_8),
                NOON);
    }

    private static JsonNode json(String text) {
        try {
            return EventJson.MAPPER.readTree(text);
        } catch (IOException _) {
            throw new TemplateException("no JSON");
        }
    }

    private static JsonNode withDefault(String expression) {
        var template = EventJson.MAPPER.createObjectNode();
        template.putArray("resources");
        var parameters = template.putObject("parameters");
        parameters.putObject("a").put("type", "string").put("defaultValue", "x");
        parameters.putObject("b").put("type", "string").put("defaultValue", expression);
        return template;
    }

    private static void template(JsonNode json) {
        var template = Template.of(json);
        RequestForms.canonical(json);
        template.resources(template.values(Map.of(), SCOPE), SCOPE);
    }
}
