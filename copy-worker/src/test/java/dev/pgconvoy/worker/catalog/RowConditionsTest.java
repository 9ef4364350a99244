package dev.pgconvoy.worker.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.ValueRange;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowConditionsTest {

    @Test
    void pages_are_a_range_of_places() {
        assertThat(RowConditions.of(new PageRange(Optional.of(3L), Optional.of(5L))))
                .isEqualTo("t.ctid >= '(3,0)'::pg_catalog.tid AND t.ctid < '(5,0)'::pg_catalog.tid");
        assertThat(RowConditions.of(new PageRange(Optional.empty(), Optional.empty())))
                .isEqualTo("true");
    }

    @Test
    void a_page_is_a_number_that_a_table_can_have() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PageRange(Optional.of(-1L), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PageRange(Optional.empty(), Optional.of(4_294_967_296L)));
    }

    @Test
    void the_last_range_of_values_takes_rows_without_one() {
        assertThat(RowConditions.of(new ValueRange("id", Optional.of("7"), Optional.empty())))
                .isEqualTo("(t.\"id\" >= '7' OR t.\"id\" IS NULL)");
        assertThat(RowConditions.of(new ValueRange("id", Optional.empty(), Optional.of("7"))))
                .isEqualTo("t.\"id\" < '7'");
    }

    @Test
    void names_and_values_stay_names_and_values() {
        var hostile = "x' OR pg_read_file('/etc/passwd') IS NOT NULL OR 'a\\";

        assertThat(RowConditions.of(new ValueRange("a\" OR true --", Optional.of(hostile), Optional.of(hostile))))
                .isEqualTo("""
                        t."a"" OR true --" >=  E'x'' OR pg_read_file(''/etc/passwd'') IS NOT NULL OR ''a\\\\'\
                         AND t."a"" OR true --" <  E'x'' OR pg_read_file(''/etc/passwd'') IS NOT NULL OR ''a\\\\'""");
    }
}
