package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.Assessments.brief;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetDatabasesTest {

    @ParameterizedTest(name = "may drop {0}, ours {1}, maintenance {2}, overwrite {3}: {4}")
    @CsvSource({
        "true,  false, false, false, ERROR 603101 orders",
        "false, false, false, false, ERROR 603101 orders",
        "true,  false, false, true,  WARNING PGC1205 orders",
        "false, false, false, true,  ERROR 603117 orders",
        "true,  false, true,  true,  ERROR PGC1206 orders",
        "true,  true,  false, false, INFO PGC1207 orders",
        "true,  true,  false, true,  INFO PGC1207 orders",
    })
    void an_existing_database_stands_in_the_way_or_not(
            boolean mayDrop, boolean ours, boolean maintenance, boolean overwrite, String finding) {
        var row = new TargetDatabases.Row("orders", mayDrop, ours, maintenance, overwrite);

        assertThat(brief(new TargetDatabases().assess(row))).containsExactly(finding);
    }

    @Test
    void the_remedy_names_the_option_to_overwrite() {
        var row = new TargetDatabases.Row("orders", true, false, false, false);

        assertThat(new TargetDatabases().assess(row).getFirst().remedy())
                .contains("--overwrite")
                .contains("overwriteDbsInTarget")
                .contains("Drop it");
    }
}
