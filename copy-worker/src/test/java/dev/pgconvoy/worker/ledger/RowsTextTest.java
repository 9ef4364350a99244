package dev.pgconvoy.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.Rows;
import dev.pgconvoy.copy.Work.ValueRange;
import dev.pgconvoy.failure.MigrationException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTextTest {

    static Stream<Rows> rows() {
        return Stream.of(
                new PageRange(Optional.empty(), Optional.of(500L)),
                new ValueRange("the \"Key\"", Optional.of("it's"), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_was_written_is_read(Rows rows) {
        assertThat(RowsText.read("t", RowsText.write(rows))).isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t.ctid >= '(500,0)'::tid",
                "true) TO PROGRAM 'id'; --",
                "{\"kind\": \"sql\", \"condition\": \"true\"}",
                "{\"kind\": \"pages\", \"from\": \"0) OR true\", \"to\": 5}",
                "{\"kind\": \"pages\", \"from\": -1}",
                "",
            })
    void what_the_target_says_otherwise_is_refused(String text) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> RowsText.read("\"public\".\"t\"", text))
                .withMessageContaining("pgconvoy_ledger");
    }
}
