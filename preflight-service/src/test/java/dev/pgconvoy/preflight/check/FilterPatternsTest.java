package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.check.AssessmentLines.brief;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.preflight.check.FilterPatterns.Name;
import dev.pgconvoy.preflight.check.FilterPatterns.Tie;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterPatternsTest {

    private static final List<Name> SHOP = List.of(
            new Name("database", "shop", ""),
            new Name("schema", "audit", ""),
            new Name("table", "audit", "log"),
            new Name("table", "public", "Orders"),
            new Name("extension", "citext", ""));

    private final FilterPatterns check = new FilterPatterns();

    @Test
    void a_pattern_that_matches_something_is_fine() {
        var filters = new Filters(
                List.of("sh*"),
                List.of("audit"),
                List.of("aud?t"),
                List.of("\"Orders\""),
                List.of("audit.*"),
                List.of("log"),
                List.of("citext"));

        assertThat(check.unmatched(filters, SHOP)).isEmpty();
    }

    @Test
    void a_pattern_that_matches_nothing_is_an_error_that_names_it() {
        var filters = new Filters(
                List.of("shops"),
                List.of("Audits"),
                List.of("log"),
                List.of("orders"),
                List.of("public.log"),
                List.of("audit"),
                List.of("cit"));

        assertThat(brief(check.unmatched(filters, SHOP)))
                .containsExactly(
                        "ERROR PGC1701 excludeDatabases: shops",
                        "ERROR PGC1701 includeSchemas: Audits",
                        "ERROR PGC1701 excludeSchemas: log",
                        "ERROR PGC1701 includeTables: orders",
                        "ERROR PGC1701 excludeTables: public.log",
                        "ERROR PGC1701 excludeTableData: audit",
                        "ERROR PGC1701 excludeExtensions: cit");
    }

    @Test
    void what_needs_something_excluded_is_a_warning() {
        var filters =
                new Filters(List.of(), List.of(), List.of("audit"), List.of(), List.of("old*"), List.of(), List.of());
        var ties = List.of(
                new Tie("foreign key k1", "public", "orders", "audit", "log"),
                new Tie("foreign key k2", "public", "orders", "public", "customers"),
                new Tie("view", "public", "summary", "public", "old_orders"),
                new Tie("view", "audit", "summary", "audit", "log"));

        assertThat(brief(check.torn(filters, "shop", ties)))
                .containsExactly(
                        "WARNING PGC1702 foreign key k1 of public.orders in \"shop\"",
                        "WARNING PGC1702 view of public.summary in \"shop\"");
    }

    @Test
    void what_needs_an_excluded_extension_is_named() {
        var filters = new Filters(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of("citext"));
        var uses = List.of(
                new FilterPatterns.Use("citext", "index names"),
                new FilterPatterns.Use("citext", "table people"),
                new FilterPatterns.Use("hstore", "table things"));

        var findings = check.bereft(filters, "shop", uses);

        assertThat(brief(findings)).containsExactly("WARNING PGC1702 extension citext in \"shop\"");
        assertThat(findings.getFirst().message())
                .contains("index names, table people.")
                .doesNotContain("things");
    }
}
