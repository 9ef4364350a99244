package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.Work.Digest;
import dev.pgconvoy.copy.Work.DigestField;
import dev.pgconvoy.copy.Work.FieldForm;
import dev.pgconvoy.copy.Work.Hash;
import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.Slice;
import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.postgres.TableName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopySqlTest {

    private final TableName hostile = new TableName("a\"b", "c; DROP TABLE d");

    @Test
    void names_are_quoted_and_columns_named() {
        var statements = CopySql.of(copy(true, false), Optional.empty());

        assertThat(statements.out()).isEqualTo("""
                COPY "a""b"."c; DROP TABLE d" ("x""y", "z") TO STDOUT WITH (FORMAT binary)""");
        assertThat(statements.in()).isEqualTo("""
                COPY "a""b"."c; DROP TABLE d" ("x""y", "z") FROM STDIN WITH (FORMAT binary)""");
    }

    @Test
    void rows_are_frozen_in_a_table_that_is_emptied_first() {
        assertThat(CopySql.of(copy(false, true), Optional.empty()).in()).isEqualTo("""
                TRUNCATE ONLY "a""b"."c; DROP TABLE d";
                COPY "a""b"."c; DROP TABLE d" ("x""y", "z") FROM STDIN WITH (FREEZE)""");
    }

    @Test
    void a_part_is_read_by_its_condition_from_the_table_alone() {
        assertThat(CopySql.of(copy(true, false), Optional.of("t.z < 7")).out()).isEqualTo("""
                COPY (SELECT t."x""y", t."z" FROM ONLY "a""b"."c; DROP TABLE d" AS t WHERE t.z < 7)\
                 TO STDOUT WITH (FORMAT binary)""");
    }

    @Test
    void a_table_without_columns_is_copied_as_text_without_a_list() {
        var bare = new TableName("public", "bare");

        assertThat(CopySql.of(new TableCopy(bare, bare, List.of(), false, false, Optional.empty(), 0), Optional.empty())
                        .in())
                .isEqualTo("COPY \"public\".\"bare\" FROM STDIN");
    }

    @Test
    void a_slice_is_checked_by_the_condition_of_each_side() {
        var check = new TableCheck(
                new TableName("public", "t"),
                false,
                Optional.of(new Digest(Hash.RECORD, false, List.of(new DigestField("x\"y", FieldForm.VALUE)))),
                Optional.of(new Slice(
                        1,
                        2,
                        new PageRange(Optional.of(3L), Optional.empty()),
                        new PageRange(Optional.empty(), Optional.of(5L)))));

        assertThat(TableVerifier.sourceSql(check)).isEqualTo("""
                        SELECT count(*), coalesce(sum(pg_catalog.hashfloat8extended(pg_catalog.float8(pg_catalog.hash_record_extended(ROW(t."x""y"), 0)), 0)), 0)::text\
                         FROM ONLY "public"."t" AS t WHERE t.ctid >= '(3,0)'::pg_catalog.tid""");
        assertThat(TableVerifier.targetSql(check)).endsWith(" WHERE t.ctid < '(5,0)'::pg_catalog.tid");
    }

    @Test
    void a_tree_is_checked_with_all_its_partitions() {
        var check = new TableCheck(new TableName("public", "t"), true, Optional.empty(), Optional.empty());

        assertThat(TableVerifier.sourceSql(check)).isEqualTo("SELECT count(*), '' FROM \"public\".\"t\" AS t");
    }

    private TableCopy copy(boolean binary, boolean freeze) {
        return new TableCopy(hostile, hostile, List.of("x\"y", "z"), binary, freeze, Optional.empty(), 0);
    }
}
