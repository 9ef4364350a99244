package dev.pgconvoy.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever a template says: a value, or a TemplateException, in little time and space.
class ExpressionsPropertiesTest {

    private static final DeploymentScope SCOPE = new DeploymentScope("s", "g", "l", "d");

    @Property
    void a_literal_reads_back_as_it_was_written(@ForAll String text) {
        var quoted = "['%s']".formatted(text.replace("'", "''"));

        assertThat(evaluate(quoted, Map.of())).isEqualTo(TextNode.valueOf(text));
    }

    @Property
    void text_without_brackets_stays_as_it_is(@ForAll String text) {
        var escaped = text.startsWith("[") ? "[" + text : text;

        assertThat(evaluate(escaped, Map.of())).isEqualTo(TextNode.valueOf(text));
    }

    @Property(tries = 5_000)
    void anything_else_is_refused_in_our_own_words(@ForAll("expressions") String expression) {
        try {
            evaluate(expression, Map.of("p", TextNode.valueOf("x"), "a", JsonNodeFactory.instance.arrayNode()));
        } catch (TemplateException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(500);
        }
    }

    /// Each asks twice for the one before it.
    @Example
    void what_doubles_again_and_again_is_refused() {
        assertRefused("array", "[createArray('x')]", "[concat(%s, %s)]");
        assertRefused("array", "[createArray('x')]", "[createArray(%s, %s)]");
        assertRefused("string", "x", "[format('{0}{1}', %s, %s)]");
        assertRefused("string", "x", "[string(createArray(%s, %s))]");
    }

    @Example
    void a_texttext_many_times_is_refused_before_it_is_made() {
        var parameters = Map.<String, JsonNode>of("p", TextNode.valueOf("x".repeat(90_000)));

        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(
                        () -> evaluate("[format('%s', parameters('p'))]".formatted("{0}".repeat(30_000)), parameters))
                .withMessage("An expression makes a value of more than 100000 characters.");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> evaluate("[concat(parameters('p'), parameters('p'))]", parameters))
                .withMessage("An expression makes a value of more than 100000 characters.");
    }

    @Example
    void what_is_nested_too_deeply_is_refused() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> evaluate("[" + "toLower(".repeat(10_000) + "]", Map.of()));
    }

    private static void assertRefused(String type, String first, String doubling) {
        var parameters = JsonNodeFactory.instance.objectNode();
        parameters.putObject("p000").put("type", type).put("defaultValue", first);
        for (var i = 1; i < 200; i++) {
            var before = "parameters('p%03d')".formatted(i - 1);
            parameters
                    .putObject("p%03d".formatted(i))
                    .put("type", type)
                    .put("defaultValue", doubling.formatted(before, before));
        }
        assertThatExceptionOfType(TemplateException.class)
                .as(doubling)
                .isThrownBy(() -> template(parameters).values(Map.of(), SCOPE))
                .withMessageContaining("An expression makes a value of more than 100000 characters.");
    }

    @Example
    void variables_that_ask_for_each_other_again_and_again_are_refused() {
        var variables = JsonNodeFactory.instance.objectNode().put("v0", "");
        for (var i = 1; i < 30; i++) {
            variables.put("v" + i, "[concat(variables('v%d'), variables('v%d'))]".formatted(i - 1, i - 1));
        }
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> new TemplateExpressions(_ -> Optional.empty(), variables, SCOPE)
                        .evaluate(TextNode.valueOf("[variables('v29')]")))
                .withMessage("The template's expressions call more than 2000 functions.");
    }

    private static Template template(ObjectNode parameters) {
        var template = JsonNodeFactory.instance.objectNode();
        template.putArray("resources");
        template.set("parameters", parameters);
        return Template.of(template);
    }

    private static JsonNode evaluate(String expression, Map<String, JsonNode> parameters) {
        return new TemplateExpressions(
                        name -> Optional.ofNullable(parameters.get(name)), JsonNodeFactory.instance.objectNode(), SCOPE)
                .evaluate(TextNode.valueOf(expression));
    }

    @Provide
    Arbitrary<String> expressions() {
        var tokens = Arbitraries.of(
                "'",
                "''",
                "(",
                ")",
                "[",
                "]",
                ",",
                ".",
                " ",
                "-",
                "7",
                "x",
                "'x'",
                "parameters('p')",
                "parameters('a')",
                "concat",
                "format",
                "first",
                "last",
                "length",
                "empty",
                "equals",
                "if",
                "not",
                "and",
                "or",
                "split",
                "string",
                "createArray",
                "trim",
                "true()",
                "resourceGroup()",
                "\uD800",
                "\0");
        return tokens.list().ofMaxSize(12).map(parts -> "[" + String.join("", parts) + "]");
    }
}
