package dev.pgconvoy.arm;

import static dev.pgconvoy.arm.QuotedJson.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pgconvoy.event.EventJson;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateExpressionsTest {

    private static final DeploymentScope SCOPE = new DeploymentScope("s-1", "rg-eu", "westeurope", "move-1");
    private static final Map<String, JsonNode> PARAMETERS = Map.of(
            "server", json("'orders'"),
            "dbs", json("['shop', 'crm']"),
            "tags", json("{'Owner': {'name': 'ops'}}"),
            "count", json("5"),
            "none", json("[]"));
    private static final JsonNode VARIABLES = json("""
            {'full': '[concat(parameters(\\u0027server\\u0027), \\u0027/m\\u0027)]', 'again': '[variables(\\u0027full\\u0027)]',
             'loop': '[variables(\\u0027loop\\u0027)]', 'literal': '[[not an expression]'}
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            plain                                        | "plain"
            [half                                        | "[half"
            half]                                        | "half]"
            [[escaped]                                   | "[escaped]"
            ['it''s']                                    | "it's"
            ['']                                         | ""
            [ 'blanks' ]                                 | "blanks"
            [-7]                                         | -7
            [parameters('server')]                       | "orders"
            [PARAMETERS('SERVER')]                       | "orders"
            [parameters('dbs')]                          | ["shop","crm"]
            [parameters('dbs')[1]]                       | "crm"
            [parameters('tags').owner.name]              | "ops"
            [parameters('tags')['owner']['name']]        | "ops"
            [variables('full')]                          | "orders/m"
            [variables('again')]                         | "orders/m"
            [variables('literal')]                       | "[not an expression]"
            [concat('a', 1, parameters('server'))]       | "a1orders"
            [concat()]                                   | ""
            [concat(parameters('dbs'), parameters('dbs'))] | ["shop","crm","shop","crm"]
            [concat(parameters('server'), '/', concat('a', 'b'))] | "orders/ab"
            [format('{0}/{1}-{{x}}', parameters('server'), 7)]    | "orders/7-{x}"
            [format('{0}{0}', '$1\\')]                    | "$1\\\\$1\\\\"
            [toLower('ÀB')]                              | "àb"
            [toUpper('àb')]                              | "ÀB"
            [trim('  a b ')]                             | "a b"
            [string(5)]                                  | "5"
            [string(parameters('dbs'))]                  | "[\\"shop\\",\\"crm\\"]"
            [createArray('a', 5)]                        | ["a",5]
            [createArray()]                              | []
            [split('a/b//c', '/')]                       | ["a","b","","c"]
            [first(parameters('dbs'))]                   | "shop"
            [last(parameters('dbs'))]                    | "crm"
            [first('abc')]                               | "a"
            [last('abc')]                                | "c"
            [last('')]                                   | ""
            [first(parameters('none'))]                  | null
            [length(parameters('dbs'))]                  | 2
            [length('abc')]                              | 3
            [empty(parameters('none'))]                  | true
            [empty('')]                                  | true
            [equals(parameters('count'), 5)]             | true
            [equals('a', 'A')]                           | false
            [not(equals(1, 2))]                          | true
            [and(true(), false())]                       | false
            [or(false(), true())]                        | true
            [if(empty(parameters('dbs')), 'all', 'some')]| "some"
            [resourceGroup().location]                   | "westeurope"
            [resourceGroup().id]                         | "/subscriptions/s-1/resourceGroups/rg-eu"
            [resourceGroup().name]                       | "rg-eu"
            [subscription().subscriptionId]              | "s-1"
            [deployment().name]                          | "move-1"
            """)
    void an_expression_has_a_value(String expression, String value) throws Exception {
        assertThat(evaluate(expression)).isEqualTo(EventJson.MAPPER.readTree(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                              | The expression [] cannot be read at character 1.
            [x]                             | The expression [x] cannot be read at character 2.
            ['open]                         | The expression ['open] cannot be read at character 7.
            [concat('a']                    | The expression [concat('a'] cannot be read at character 11.
            [concat('a',)]                  | The expression [concat('a',)] cannot be read at character 12.
            [concat('a' 'b')]               | The expression [concat('a' 'b')] cannot be read at character 12.
            [concat(,)]                     | The expression [concat(,)] cannot be read at character 8.
            ['a'] ']                        | The expression ['a'] '] cannot be read at character 5.
            [99999999999999999999]          | The expression [99999999999999999999] cannot be read at character 21.
            [-]                             | The expression [-] cannot be read at character 2.
            [uniqueString('a')]             | The function uniqueString() is not known here; these are: parameters, variables,
            [parameters('colour')]          | The template has no parameter colour with a value.
            [variables('colour')]           | The template has no variable colour.
            [variables('loop')]             | The expression [variables('loop')] refers to itself
            [parameters('tags').colour]     | The expression [parameters('tags').colour] asks for 'colour', which is not there.
            [parameters('dbs')[2]]          | The expression [parameters('dbs')[2]] asks for '2', which is not there.
            [parameters()]                  | parameters() does not take 0 arguments.
            [parameters('a', 'b')]          | parameters() does not take 2 arguments.
            [concat('a', parameters('dbs'))]| concat() takes text.
            [format('{1}', 'a')]            | format() does not take 2 arguments.
            [format('{0:d}', 5)]            | format() with a format of its own is not known here.
            [not('true')]                   | not() takes true() or false().
            [if(1, 2, 3)]                   | if() takes true() or false().
            [if(true(), 2)]                 | if() does not take 2 arguments.
            [and(true())]                   | and() does not take 1 arguments.
            [last(5)]                       | last() takes text, an array or an object.
            [length(5)]                     | length() takes text, an array or an object.
            [first(parameters('tags'))]     | first() takes text.
            [resourceGroup('other')]        | resourceGroup() does not take 1 arguments.
            """)
    void what_is_none_is_told(String expression, String message) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> evaluate(expression))
                .withMessageStartingWith(message);
    }

    /// 2,000 calls of a function are allowed; what each of them reads and makes counts, too.
    @Test
    void a_large_variable_that_is_asked_for_again_and_again_is_refused_before_much_is_read() {
        var read = new AtomicLong();
        var large = JsonNodeFactory.instance.arrayNode();
        for (var number = 0; number < 20_000; number++) {
            large.add(new CountedText("abc", read));
        }
        var variables = JsonNodeFactory.instance.objectNode();
        variables.set("large", large);
        var calls = IntStream.range(0, 1_900)
                .mapToObj(_ -> "length(variables('large'))")
                .collect(Collectors.joining(", ", "[createArray(", ")]"));

        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> new TemplateExpressions(_ -> Optional.empty(), variables, SCOPE)
                        .evaluate(TextNode.valueOf(calls)))
                .withMessageStartingWith("The template's expressions read and make more than");
        assertThat(read).hasValueLessThan(20_000_000);
    }

    @Test
    void a_deep_value_costs_what_measuring_it_on_each_level_costs() {
        var read = new AtomicLong();
        JsonNode deep = new CountedText("x".repeat(90_000), read);
        for (var level = 0; level < 90; level++) {
            deep = JsonNodeFactory.instance.arrayNode().add(deep);
        }
        var value = deep;

        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> new TemplateExpressions(_ -> Optional.empty(), VARIABLES, SCOPE).evaluate(value))
                .withMessageStartingWith("The template's expressions read and make more than");
        assertThat(read).hasValueLessThan(20_000_000);
    }

    /// Counts the characters that whoever evaluates it asks for.
    private static final class CountedText extends TextNode {

        private static final long serialVersionUID = 1;
        private final transient AtomicLong read;

        CountedText(String text, AtomicLong read) {
            super(text);
            this.read = read;
        }

        @Override
        public String textValue() {
            read.addAndGet(super.textValue().length());
            return super.textValue();
        }
    }

    private static JsonNode evaluate(String expression) throws Exception {
        var value = new TemplateExpressions(
                        name -> PARAMETERS.entrySet().stream()
                                .filter(each -> each.getKey().equalsIgnoreCase(name))
                                .map(Map.Entry::getValue)
                                .findFirst(),
                        VARIABLES,
                        SCOPE)
                .evaluate(TextNode.valueOf(expression));
        return EventJson.MAPPER.readTree(value.toString());
    }
}
