package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.AssessmentLines.brief;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.preflight.model.DatabaseSelection;
import dev.pgconvoy.preflight.model.SourceDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceDatabasesTest {

    private static final List<SourceDatabase> CATALOG = List.of(
            new SourceDatabase("closed", "UTF8", false, false, true),
            new SourceDatabase("mule", "MULE_INTERNAL", false, true, true),
            new SourceDatabase("orders", "UTF8", false, true, true),
            new SourceDatabase("postgres", "UTF8", false, true, true),
            new SourceDatabase("private", "UTF8", false, true, false),
            new SourceDatabase("template1", "UTF8", true, true, true));

    private final SourceDatabases check = new SourceDatabases();

    @ParameterizedTest
    @CsvSource({
        "orders,",
        "postgres,",
        "Orders, ERROR 603102 Orders",
        "closed, ERROR PGC1203 closed",
        "template1, ERROR PGC1204 template1",
        "private, ERROR PGC1003 private",
        "mule, ERROR PGC1211 mule",
    })
    void a_named_database_must_exist_and_let_us_in(String name, String finding) {
        var row = new SourceDatabases.Row("db", "mover", DatabaseSelection.of(List.of(name), _ -> false, CATALOG));

        assertThat(brief(check.assess(row))).isEqualTo(finding == null ? List.of() : List.of(finding));
    }

    @Test
    void when_all_are_asked_for_one_that_keeps_us_out_is_an_error_and_the_rest_is_told() {
        var row = new SourceDatabases.Row("db", "mover", DatabaseSelection.of(List.of(), _ -> false, CATALOG));

        assertThat(brief(check.assess(row)))
                .containsExactly("ERROR PGC1211 mule", "ERROR PGC1003 private", "INFO PGC1208 db");
        assertThat(check.assess(row).getLast().message()).endsWith(": closed");
    }
}
