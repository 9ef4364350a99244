package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.Assessments.brief;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is in the databases of the source, and whether we can read it.
class SourceContentsTest {

    @Test
    void tables_that_cannot_be_read_are_one_error_per_database() {
        var tables = IntStream.range(0, 13)
                .mapToObj(i -> new ReadableTables.Row("shop", "public.t" + i))
                .toList();

        var findings = new ReadableTables().assess(tables);

        assertThat(brief(findings)).containsExactly("ERROR PGC1502 shop");
        assertThat(findings.getFirst().message()).endsWith("public.t9 and 3 more.");
        assertThat(findings.getFirst().remedy()).contains("pg_read_all_data");
        assertThat(new ReadableTables().assess(List.of())).isEmpty();
    }

    @Test
    void rows_that_row_security_hides_would_be_lost() {
        assertThat(brief(new RowSecurity().assess(List.of(new RowSecurity.Row("shop", "public.orders")))))
                .containsExactly("ERROR PGC1503 shop");
        assertThat(new RowSecurity().assess(List.of())).isEmpty();
    }

    @Test
    void large_objects_must_be_readable() {
        assertThat(brief(new LargeObjectRights().assess(new LargeObjectRights.Row("shop", 2))))
                .containsExactly("ERROR PGC1504 shop");
        assertThat(new LargeObjectRights().assess(new LargeObjectRights.Row("shop", 0)))
                .isEmpty();
    }

    @Test
    void prepared_transactions_are_a_warning() {
        assertThat(brief(new PreparedTransactions().assess(new PreparedTransactions.Row("shop", 1))))
                .containsExactly("WARNING PGC1505 shop");
        assertThat(new PreparedTransactions().assess(new PreparedTransactions.Row("shop", 0)))
                .isEmpty();
    }

    @Test
    void locales_and_collations_come_from_the_target_s_operating_system() {
        var rows = List.of(
                new Collations.Row("shop", "collation", "de_DE", ""),
                new Collations.Row("shop", "collation", "sv_SE", ""),
                new Collations.Row("shop", "locale", "C", "database"),
                new Collations.Row("shop", "locale", "de_DE.UTF-8", "database"),
                new Collations.Row("shop", "locale", "fr_FR.utf8", "collation public.french"));

        var findings = new Collations().assess(rows, List.of("C", "de_DE", "de_DE.utf8", "fr_FR.iso88591"));

        assertThat(brief(findings))
                .containsExactly(
                        "ERROR PGC1510 collation sv_SE in \"shop\"", "WARNING PGC1509 locale fr_FR.utf8 in \"shop\"");
        assertThat(findings.getLast().message()).contains("collation public.french");
    }

    @Test
    void what_is_copied_as_text_is_told() {
        var findings = new BinaryTypes().assess(List.of(new BinaryTypes.Row("shop", "aclitem")));

        assertThat(brief(findings)).containsExactly("INFO PGC1506 shop");
        assertThat(findings.getFirst().message()).contains("aclitem");
        assertThat(new BinaryTypes().assess(List.of())).isEmpty();
    }

    @ParameterizedTest(name = "{0} tables, {1} servers, {2} subscriptions")
    @CsvSource({"0, 0, 0,", "1, 1, 0, PGC1507", "0, 1, 0, PGC1507", "0, 0, 1, PGC1508"})
    void what_leads_elsewhere_is_told(long tables, long servers, long subscriptions, String code) {
        var findings = new ForeignObjects().assess(new ForeignObjects.Row("shop", tables, servers, subscriptions));

        assertThat(brief(findings)).isEqualTo(code == null ? List.of() : List.of("INFO " + code + " shop"));
    }

    @ParameterizedTest(name = "{0} tables, {1} locks: {2}")
    @CsvSource({"3199, 6400,", "3200, 6400, WARNING", "6399, 6400, WARNING", "6400, 6400, ERROR"})
    void the_dump_must_be_able_to_lock_all_tables(long tables, long locks, String severity) {
        var findings = new LockBudget().assess(new LockBudget.Row("shop", tables, locks));

        assertThat(brief(findings)).isEqualTo(severity == null ? List.of() : List.of(severity + " PGC1601 shop"));
    }
}
