package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.postgres.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopySqlTest {

    private final TableCopy hostile =
            new TableCopy(new TableName("a\"b", "c; DROP TABLE d"), List.of("x\"y", "z"), true, 0);

    @Test
    void names_are_quoted_and_columns_named() {
        assertThat(CopyPipe.outSql(hostile)).isEqualTo("""
                COPY "a""b"."c; DROP TABLE d" ("x""y", "z") TO STDOUT WITH (FORMAT binary)""");
    }

    @Test
    void a_table_without_columns_is_copied_as_text_without_a_list() {
        var bare = new TableCopy(new TableName("public", "bare"), List.of(), false, 0);

        assertThat(CopyPipe.inSql(bare)).isEqualTo("COPY \"public\".\"bare\" FROM STDIN");
        assertThat(TableVerifier.sql(bare, VerifyMode.FULL, 15)).startsWith("SELECT count(*), ''");
    }

    @Test
    void servers_without_the_wide_hash_compare_by_md5() {
        assertThat(TableVerifier.sql(hostile, VerifyMode.FULL, 10)).contains("md5");
        assertThat(TableVerifier.sql(hostile, VerifyMode.FULL, 13)).contains("hashtextextended");
    }
}
