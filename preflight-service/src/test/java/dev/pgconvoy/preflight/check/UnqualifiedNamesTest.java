package dev.pgconvoy.preflight.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnqualifiedNamesTest {

    private static final Set<String> RELATIONS = Set.of("orders", "Order Lines");
    private static final Set<String> FUNCTIONS = Set.of("code", "Mixed");

    @ParameterizedTest(name = "{0} names {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT code(a)                               | code",
                "select CODE (a)                              | code",
                "SELECT \"Mixed\"(a)                          | Mixed",
                "SELECT public.code(a)                        | ",
                "SELECT \"public\".\"Mixed\"(a)               | ",
                "SELECT encode(a)                             | ",
                "SELECT code FROM public.orders               | ",
                "SELECT 1 FROM orders WHERE id = a            | orders",
                "SELECT 1 FROM ONLY \"Order Lines\" l         | Order Lines",
                "SELECT 1 FROM t JOIN orders USING (id)       | orders",
                "BEGIN INSERT INTO orders VALUES (a); END     | orders",
                "SELECT 'from orders code(a)'                 | ",
                "SELECT 1 -- from orders                      | ",
                "SELECT /* code(a) */ 1                       | ",
                "SELECT orders FROM public.t                  | ",
                "SELECT 1 FROM orders.lines                   | "
            })
    void names_without_a_schema_are_found(String body, String name) {
        assertThat(UnqualifiedNames.in(body, RELATIONS, FUNCTIONS)).isEqualTo(name == null ? Set.of() : Set.of(name));
    }

    @Test
    void a_body_of_many_words_takes_no_long_time() {
        assertThat(UnqualifiedNames.in("from ".repeat(100_000) + "'", RELATIONS, FUNCTIONS))
                .isEmpty();
    }
}
