package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.AssessmentLines.brief;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.postgres.OwnSchema;
import dev.pgconvoy.preflight.check.TargetDatabases.Copy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetDatabasesTest {

    @ParameterizedTest(name = "may drop {0}, copy {1}, maintenance {2}, overwrite {3}, resume {4}: {5}")
    @CsvSource({
        "true,  NONE,     false, false, false, ERROR 603101 orders",
        "false, NONE,     false, false, false, ERROR 603101 orders",
        "true,  NONE,     false, true,  false, WARNING PGC1205 orders",
        "false, NONE,     false, true,  false, ERROR 603117 orders",
        "true,  NONE,     true,  true,  false, ERROR PGC1206 orders",
        "true,  OURS,     false, false, false, INFO PGC1207 orders",
        "true,  OURS,     false, true,  false, INFO PGC1207 orders",
        "true,  NONE,     false, false, true,  ERROR 603101 orders",
        "true,  ANOTHERS, false, false, false, ERROR 603101 orders",
        "true,  ANOTHERS, false, true,  false, WARNING PGC1205 orders",
        "true,  ANOTHERS, false, false, true,  INFO PGC1230 orders",
        "true,  ANOTHERS, false, true,  true,  INFO PGC1230 orders",
        "true,  ALIVE,    false, false, false, ERROR PGC1231 orders",
        "true,  ALIVE,    false, true,  false, ERROR PGC1231 orders",
        "true,  ALIVE,    false, true,  true,  ERROR PGC1231 orders",
    })
    void an_existing_database_stands_in_the_way_or_not(
            boolean mayDrop, Copy copy, boolean maintenance, boolean overwrite, boolean resume, String finding) {
        var row = new TargetDatabases.Row("orders", mayDrop, copy, maintenance, overwrite, resume, Optional.empty());

        assertThat(brief(new TargetDatabases().assess(row))).containsExactly(finding);
    }

    @ParameterizedTest(name = "may drop {0}, copy {1}, maintenance {2}, overwrite {3}: {4}")
    @CsvSource({
        "true,  NONE,     false, true,  true",
        "true,  ANOTHERS, false, true,  true",
        "true,  NONE,     false, false, false",
        "false, NONE,     false, true,  false",
        "true,  NONE,     true,  true,  false",
        "true,  OURS,     false, true,  false",
        "true,  ALIVE,    false, true,  false",
    })
    void only_what_is_foreign_and_nobodys_work_may_be_dropped(
            boolean mayDrop, Copy copy, boolean maintenance, boolean overwrite, boolean overwritable) {
        var row = new TargetDatabases.Row("orders", mayDrop, copy, maintenance, overwrite, false, Optional.empty());

        assertThat(TargetDatabases.isOverwritable(row)).isEqualTo(overwritable);
    }

    @Test
    void the_remedy_names_the_option_to_overwrite_and_to_resume_only_a_copy() {
        assertThat(remedy(Copy.NONE))
                .contains("--overwrite")
                .contains("overwriteDbsInTarget")
                .contains("Drop it")
                .doesNotContain("--resume");
        assertThat(remedy(Copy.ANOTHERS)).contains("--overwrite").contains("--resume");
    }

    private static String remedy(Copy copy) {
        var row = new TargetDatabases.Row("orders", true, copy, false, false, false, Optional.empty());
        return new TargetDatabases().assess(row).getFirst().remedy();
    }

    @Test
    void a_subscription_at_work_keeps_the_database_from_being_overwritten() {
        assertThat(new TargetDatabases().atWork("orders", List.of())).isEmpty();
        assertThat(new TargetDatabases().atWork("orders", List.of("news", "odd \"one")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("603117");
                    assertThat(finding.message()).contains("news", "odd \"one");
                    assertThat(finding.remedy())
                            .contains("ALTER SUBSCRIPTION \"news\" DISABLE;", "DROP SUBSCRIPTION \"odd \"\"one\";");
                });
    }

    @Test
    void a_foreign_schema_of_the_ledgers_name_is_named_with_its_owner() {
        var foreign = new OwnSchema.Foreign(
                "pgconvoy_ledger", "pgconvoy_ledger.unit", "mallory", "it has a trigger", "Drop the database.");
        var row = new TargetDatabases.Row(
                "orders", true, TargetDatabases.Copy.NONE, false, false, true, Optional.of(foreign));

        assertThat(new TargetDatabases().assess(row)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("603101");
            assertThat(finding.message()).contains("pgconvoy_ledger.unit", "\"mallory\"", "it has a trigger");
            assertThat(finding.remedy()).isEqualTo("Drop the database.");
        });
    }
}
