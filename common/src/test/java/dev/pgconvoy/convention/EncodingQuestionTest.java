package dev.pgconvoy.convention;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Queries that return texts of users ask whether the database's encoding can be read as
/// text. SQL has no place to say it once for files that run in psql as they are.
class EncodingQuestionTest {

    /// LATIN6 and LATIN8 have a character for each byte, and no encoding of Java that knows them.
    private static final String QUESTION = """
            CROSS JOIN (
                SELECT name, pg_catalog.pg_encoding_max_length(pg_catalog.pg_char_to_encoding(name)) > 1
                           OR name IN ('LATIN6', 'LATIN8') AS is_of_text
                FROM pg_catalog.getdatabaseencoding() AS own (name)
            ) AS encoding
            """;

    @Test
    void every_query_that_tells_text_from_bytes_asks_the_same_question() {
        // when
        var asking = SourceTree.sqlFiles().stream()
                .filter(file -> SourceTree.text(file).contains("pg_encoding_max_length"))
                .collect(toMap(Path::toString, SourceTree::text));

        // then
        assertThat(asking)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy((file, sql) -> assertThat(sql + "\n")
                        .as(file)
                        .containsOnlyOnce(QUESTION)
                        .containsOnlyOnce("pg_encoding_max_length"));
    }
}
