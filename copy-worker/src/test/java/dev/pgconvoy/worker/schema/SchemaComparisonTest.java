package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaComparisonTest {

    private static final TocEntry BOAT = table("boat", "CREATE TABLE boat (\n    length integer,\n    maker text\n);");
    private static final TocEntry BY_MAKER = entry("INDEX", "by_maker", "CREATE INDEX by_maker ON boat (maker);");

    @Test
    void equal_schemas_have_no_difference_whatever_their_order() {
        assertThat(compare(List.of(BOAT, BY_MAKER), List.of(BY_MAKER, BOAT), true))
                .isEmpty();
    }

    @Test
    void columns_may_come_in_another_order() {
        var turned = table("boat", "CREATE TABLE boat (\n    maker text,\n    length integer\n);");

        assertThat(compare(List.of(BOAT), List.of(turned), true)).isEmpty();
    }

    @Test
    void what_only_one_has_is_a_difference() {
        assertThat(compare(List.of(BOAT), List.of(BOAT, BY_MAKER), false))
                .containsExactly(new Difference(BY_MAKER.unit(), "schema", "missing", "there"));
        assertThat(compare(List.of(BOAT, BY_MAKER), List.of(BOAT), false))
                .containsExactly(new Difference(BY_MAKER.unit(), "schema", "there", "missing"));
    }

    @Test
    void another_definition_shows_the_lines_that_differ() {
        var shorter = table("boat", "CREATE TABLE boat (\n    length smallint,\n    maker text\n);");

        assertThat(compare(List.of(BOAT), List.of(shorter), true))
                .containsExactly(new Difference(BOAT.unit(), "schema", "length integer", "length smallint"));
    }

    /// A schema public that was recreated at the source has none, and pg_dump takes none away.
    @Test
    void the_comment_that_initdb_gives_the_schema_public_is_no_difference_and_another_one_is() {
        var initial =
                entry("COMMENT", "SCHEMA \"public\"", "COMMENT ON SCHEMA \"public\" IS 'standard public schema';");
        var own = entry("COMMENT", "SCHEMA \"public\"", "COMMENT ON SCHEMA \"public\" IS 'ours';");

        assertThat(compare(List.of(BOAT), List.of(BOAT, initial), true)).isEmpty();
        assertThat(compare(List.of(own), List.of(initial), true)).hasSize(1);
        assertThat(compare(List.of(initial), List.of(own), true)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER MAPPING", "SERVER", "FOREIGN DATA WRAPPER", "FOREIGN TABLE"})
    void what_may_hold_passwords_differs_without_being_shown(String kind) {
        var here = entry(kind, "news", "CREATE %s news\n    OPTIONS (password 'hunter2');".formatted(kind));
        var there = entry(kind, "news", "CREATE %s news\n    OPTIONS (password 'hunter3');".formatted(kind));

        assertThat(compare(List.of(here), List.of(there), true))
                .containsExactly(
                        new Difference(here.unit(), "schema", "one definition, not shown", "another, not shown"));
    }

    @Test
    void what_looks_like_a_password_is_masked_in_other_definitions() {
        var here = entry("FUNCTION", "link()", "SELECT dblink('host=a password=hunter2')");
        var there = entry("FUNCTION", "link()", "SELECT dblink('host=b password=hunter3')");

        assertThat(compare(List.of(here), List.of(there), true).toString())
                .contains("host=a", "host=b")
                .doesNotContain("hunter");
    }

    @Test
    void only_the_objects_that_are_asked_for_are_compared() {
        var otherWords = entry("INDEX", "by_maker", "CREATE INDEX by_maker ON ONLY boat USING btree (maker);");

        assertThat(SchemaComparison.inOtherWords(List.of(BOAT, BY_MAKER), List.of(BOAT, otherWords)))
                .containsExactly(BY_MAKER.unit());
        assertThat(SchemaComparison.changed(List.of(BY_MAKER), List.of(otherWords), Set.of(BOAT.unit())))
                .isEmpty();
    }

    @Test
    void what_every_version_names_in_its_own_way_is_not_missing_on_servers_of_two() {
        var comment = entry("COMMENT", "COLUMN boat.maker", "COMMENT ON COLUMN boat.maker IS 'who';");

        assertThat(compare(List.of(BOAT, comment), List.of(BOAT), false)).isEmpty();
        assertThat(compare(List.of(BOAT, comment), List.of(BOAT), true)).hasSize(1);
    }

    @Test
    void overloaded_functions_are_told_apart() {
        var one = entry("FUNCTION", "area(integer)", "CREATE FUNCTION area(integer) …");
        var two = entry("FUNCTION", "area(text)", "CREATE FUNCTION area(text) …");

        assertThat(compare(List.of(one, two), List.of(two), true))
                .containsExactly(new Difference(one.unit(), "schema", "there", "missing"));
    }

    private static List<Difference> compare(List<TocEntry> source, List<TocEntry> target, boolean sameMajor) {
        var differences = new ArrayList<>(SchemaComparison.missing(source, target, sameMajor));
        differences.addAll(SchemaComparison.changed(source, target, SchemaComparison.inOtherWords(source, target)));
        return differences;
    }

    private static TocEntry table(String name, String definition) {
        return entry("TABLE", name, definition);
    }

    private static TocEntry entry(String kind, String tag, String definition) {
        return new TocEntry(1, kind, tag, "public", "owner", definition, Section.PRE_DATA, List.of());
    }
}
