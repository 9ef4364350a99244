package dev.pgconvoy.it.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaLinesTest {

    private static final List<String> SOURCE = List.of(
            "CREATE TABLE public.orders (",
            "    id integer",
            "    note text",
            ");",
            "CREATE USER MAPPING FOR app SERVER far OPTIONS (",
            "    password 'secret'",
            ");");

    @Test
    void a_statement_that_is_missing_is_one_difference() {
        var target = List.of(
                "CREATE TABLE public.orders (",
                "    id integer",
                "    note text",
                ");",
                "CREATE USER MAPPING FOR app SERVER far;");

        assertThat(SchemaLines.statementDifferences(SOURCE, target))
                .containsExactly(
                        "+ CREATE USER MAPPING FOR app SERVER far;",
                        "- CREATE USER MAPPING FOR app SERVER far OPTIONS (");
    }

    @Test
    void what_a_statement_lacks_that_is_there_is_a_difference() {
        var target = List.of(
                "CREATE TABLE public.orders (",
                "    id integer",
                ");",
                "CREATE USER MAPPING FOR app SERVER far OPTIONS (",
                "    password 'other'",
                ");");

        assertThat(SchemaLines.statementDifferences(SOURCE, target))
                .containsExactly("+     password 'other'", "-     note text", "-     password 'secret'");
    }

    @Test
    void dumps_that_say_the_same_do_not_differ() {
        assertThat(SchemaLines.statementDifferences(SOURCE, SOURCE)).isEmpty();
    }
}
