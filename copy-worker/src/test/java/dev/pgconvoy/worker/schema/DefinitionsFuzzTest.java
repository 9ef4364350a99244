package dev.pgconvoy.worker.schema;

import dev.pgconvoy.fuzz.Fuzz;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Definitions are text of whoever owns objects at the source.
class DefinitionsFuzzTest {

    private static final String DEFINITION = """
            CREATE FUNCTION "public"."f"() RETURNS text LANGUAGE sql AS $_$ SELECT 'password=''x'' ' || $$;$$ $_$;
            ALTER ROLE "app" SET "app.key" TO 'value';
            CREATE SERVER "s" FOREIGN DATA WRAPPER "w" OPTIONS (host 'h');
            """;
    private static final List<String> WORDS = List.of(
            "$$",
            "$a$",
            "'",
            "''",
            "E'",
            "\\",
            "password",
            "password=",
            "://a:b@",
            "CREATE SERVER",
            "OPTIONS",
            "--",
            "\n",
            ";",
            "SET a.b TO ",
            "token $x$");

    static Stream<Parser> parsers() {
        return Stream.of(
                new Parser(
                        "shown definitions",
                        text -> {
                            ShownDefinition.isSecret(text);
                            ShownDefinition.masked(text);
                        },
                        IllegalArgumentException.class,
                        List.of(DEFINITION),
                        WORDS),
                new Parser(
                        "statements", SqlStatements::of, IllegalArgumentException.class, List.of(DEFINITION), WORDS));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void whatever_comes_is_read_or_refused_soon(Parser parser) {
        Fuzz.run(parser, 0.02, Duration.ofMillis(500));
    }
}
