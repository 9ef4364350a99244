package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.ValueRange;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fuzz.Fuzz;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the ledger on the target says: somebody else's server.
class LedgerTextsFuzzTest {

    private static final List<String> WORDS =
            List.of("null", "[]", "{}", "[null]", "\"from\":", "[[[", "-1", "1e999", ",");

    static Stream<Parser> parsers() {
        return Stream.of(
                new Parser(
                        "rows of a part",
                        text -> RowsText.read("t", text),
                        MigrationException.class,
                        List.of(
                                RowsText.write(new PageRange(Optional.of(0L), Optional.of(128L))),
                                RowsText.write(new ValueRange("id", Optional.of("a'b"), Optional.empty()))),
                        WORDS),
                new Parser(
                        "notes",
                        NotesText::read,
                        IllegalStateException.class,
                        List.of(NotesText.write(List.of(Finding.warning(
                                "check", FindingCode.STATEMENT_REFUSED, "public.t", "It is so.", "Mend it.")))),
                        WORDS));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void whatever_comes_is_read_or_refused_soon(Parser parser) {
        Fuzz.run(parser, 0.02, Duration.ofMillis(500));
    }
}
