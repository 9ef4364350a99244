package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReadingCodeTest {

    private static final TocEntry TABLE = entry(1, "TABLE", "items", "CREATE TABLE \"public\".\"items\" (\"f\" int);");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LANGUAGE sql IMMUTABLE AS $_$SELECT rate FROM public.rates WHERE id = $1$_$",
                "LANGUAGE plpgsql AS $$begin return (select max(r) from rates); end$$",
                "LANGUAGE plpgsql AS $$BEGIN EXECUTE concat('sel', 'ect 1') INTO r; RETURN r; END$$",
                "LANGUAGE sql IMMUTABLE RETURN ( SELECT rates.rate\\n   FROM public.rates)",
                "LANGUAGE sql AS $$TABLE rates$$",
                "LANGUAGE sql AS $$SELECT extract(year from max(at)) FROM rates$$",
            })
    void a_function_with_a_query_may_read_tables(String definition) {
        assertThat(isRun(function(2, "rate(integer)", definition))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LANGUAGE sql IMMUTABLE AS $_$SELECT public.unaccent('public.unaccent', $1)$_$",
                "LANGUAGE plpgsql IMMUTABLE AS $$BEGIN RETURN lower($1) || 'fromage'; END$$",
                "LANGUAGE sql IMMUTABLE RETURN EXTRACT(year FROM $1)",
                "LANGUAGE sql AS $$SELECT trim(both from $1) IS DISTINCT FROM substring($1 from '^a')$$",
                "LANGUAGE c IMMUTABLE STRICT AS '$libdir/hstore', 'hstore_hash'",
            })
    void one_without_may_not(String definition) {
        assertThat(isRun(function(2, "rate(integer)", definition))).isFalse();
    }

    @Test
    void one_that_names_another_which_may_read_them_may() {
        var outer = function(2, "outer(integer)", "AS $$SELECT PUBLIC.Middle($1)$$");
        var middle = function(3, "middle(integer)", "AS $$SELECT public.\"odd \"\"name\"($1)$$");
        var inner = function(4, "odd \"name(integer)", "AS $$SELECT count(*) FROM rates$$");
        var other = function(4, "even(integer)", "AS $$SELECT count(*) FROM rates$$");

        assertThat(isRun(outer, middle, inner)).isTrue();
        assertThat(isRun(outer, middle, other)).isFalse();
    }

    @Test
    void those_that_name_each_other_are_looked_at_once() {
        var one = function(2, "one(integer)", "AS $$SELECT two($1)$$");
        var two = function(3, "two(integer)", "AS $$SELECT one($1)$$");

        assertThat(isRun(one, two)).isFalse();
    }

    @Test
    void a_long_chain_of_functions_is_no_burden() {
        var chain = IntStream.range(2, 20_000)
                .mapToObj(id -> function(id, "f%d()".formatted(id), "AS $$SELECT f%d()$$".formatted(id + 1)))
                .toArray(TocEntry[]::new);

        assertThat(isRun(chain)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPERATOR", "CAST"})
    void operators_and_casts_run_functions(String kind) {
        var reads = function(2, "rate(integer)", "AS $$SELECT rate FROM rates$$");
        var used = entry(3, kind, "##", "CREATE " + kind, 2);

        assertThat(code(TABLE, reads, used).isRunBy(index(1, 3))).isTrue();
        assertThat(code(TABLE, reads).isRunBy(index(1))).isFalse();
    }

    /// Whose entry depends on its table only.
    @Test
    void an_exclusion_constraint_runs_the_functions_that_it_names() {
        var reads = function(2, "span(text)", "AS $$SELECT span FROM zones$$");
        var constraint = "ALTER TABLE ONLY \"public\".\"items\" ADD CONSTRAINT \"c\" ";

        assertThat(code(TABLE, reads)
                        .isRunBy(entry(
                                3,
                                "CONSTRAINT",
                                "items c",
                                constraint + "EXCLUDE USING gist (\"public\".\"span\"(\"v\") WITH &&);",
                                1)))
                .isTrue();
        assertThat(code(TABLE, reads).isRunBy(entry(3, "CONSTRAINT", "items c", constraint + "UNIQUE (\"span\");", 1)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GENERATED ALWAYS AS (\"public\".\"rate\"(\"id\")) STORED, true",
        "DEFAULT \"public\".\"rate\"(1), false",
    })
    void a_table_is_computed_by_its_generated_columns(String column, boolean computed) {
        var reads = function(2, "rate(integer)", "AS $$SELECT rate FROM rates$$");
        var table =
                entry(3, "TABLE", "orders", "CREATE TABLE \"public\".\"orders\" (\"r\" int %s)".formatted(column), 2);

        assertThat(code(TABLE, reads, table).computed())
                .isEqualTo(computed ? List.of(new TableName("public", "orders")) : List.of());
    }

    /// Whether an index that runs the first of them may read tables.
    private static boolean isRun(TocEntry... functions) {
        return code(Stream.concat(Stream.of(TABLE), Stream.of(functions)).toArray(TocEntry[]::new))
                .isRunBy(index(1, functions[0].dumpId()));
    }

    private static TableReadingCode code(TocEntry... entries) {
        return new TableReadingCode(
                Stream.of(entries).collect(Collectors.toMap(TocEntry::dumpId, Function.identity())));
    }

    private static TocEntry function(int id, String tag, String definition) {
        return entry(id, "FUNCTION", tag, "CREATE FUNCTION \"public\"." + tag + " " + definition);
    }

    private static TocEntry index(Integer... dependencies) {
        return entry(100_000, "INDEX", "by_rate", "CREATE INDEX …", dependencies);
    }

    private static TocEntry entry(int id, String kind, String tag, String definition, Integer... dependencies) {
        return new TocEntry(id, kind, tag, "public", "", definition, Section.PRE_DATA, List.of(dependencies));
    }
}
