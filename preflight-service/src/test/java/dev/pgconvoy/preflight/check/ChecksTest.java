package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.preflight.examination.Check;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChecksTest {

    @Test
    void names_are_distinct_and_in_kebab_case() {
        assertThat(Checks.ALL)
                .extracting(Check::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
        assertThat(Checks.TO_COMPARE).extracting(Check::name).doesNotHaveDuplicates();
    }

    @Test
    void every_check_that_exists_is_in_the_list() {
        var written = new ClassFileImporter()
                .importPackagesOf(Check.class).stream()
                        .filter(type -> type.isAssignableTo(Check.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(type -> type.getName());

        assertThat(Stream.concat(Checks.ALL.stream(), Checks.TO_COMPARE.stream()))
                .extracting(check -> check.getClass().getName())
                .containsAll(written.toList());
    }

    @Test
    void migrate_runs_what_is_needed_to_connect_and_what_keeps_servers_and_rows_from_harm() {
        assertThat(Checks.of(options(MigrationOption.MIGRATE)))
                .extracting(Check::name)
                .containsExactly(
                        "unverified-links",
                        "several-servers",
                        "same-server",
                        "target-recovery",
                        "database-count",
                        "source-databases",
                        "ledger-on-source",
                        "hidden-damage",
                        "target-databases",
                        "lead-register");
        assertThat(Checks.of(options(MigrationOption.VALIDATE)))
                .isEqualTo(Checks.of(options(MigrationOption.VALIDATE_AND_MIGRATE)));
    }

    @Test
    void a_comparison_asks_for_nothing_that_only_writing_needs() {
        assertThat(Checks.of(options(MigrationOption.VERIFY)))
                .extracting(Check::name)
                .contains("several-servers", "same-server", "hidden-damage")
                .doesNotContain("lead-register", "target-recovery", "target-databases");
    }

    @Test
    void migrate_also_runs_what_the_request_asks_for() {
        var plain = Checks.of(options(MigrationOption.MIGRATE));
        var asked = Checks.of(options(MigrationOption.MIGRATE).checking(new CheckOptions(true, true)));

        assertThat(asked.stream().filter(check -> !plain.contains(check)))
                .extracting(Check::name)
                .containsExactly("source-activity", "row-data");
    }

    private static MigrationOptions options(MigrationOption option) {
        return aRequest().option(option).build().options();
    }
}
