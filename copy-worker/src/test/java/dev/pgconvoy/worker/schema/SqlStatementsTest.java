package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlStatementsTest {

    @Test
    void a_script_is_taken_apart_at_its_semicolons() {
        assertThat(SqlStatements.of("""
                        -- a remark; with one
                        ALTER DATABASE "a;b" SET x TO 'it''s; fine';
                        COMMENT ON DATABASE d IS E'back\\\\slash\\'; quote';

                        GRANT CONNECT ON DATABASE d TO PUBLIC;
                        """))
                .containsExactly(
                        "ALTER DATABASE \"a;b\" SET x TO 'it''s; fine'",
                        "COMMENT ON DATABASE d IS E'back\\\\slash\\'; quote'",
                        "GRANT CONNECT ON DATABASE d TO PUBLIC");
    }

    @Test
    void nothing_is_no_statement() {
        assertThat(SqlStatements.of("\n-- nothing\n;;")).isEmpty();
    }
}
