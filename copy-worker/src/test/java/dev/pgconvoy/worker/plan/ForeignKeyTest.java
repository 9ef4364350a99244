package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignKeyTest {

    private static final String DEFINITION = """
            ALTER TABLE ONLY "public"."or""ders"
                ADD CONSTRAINT "a b" FOREIGN KEY ("x") REFERENCES "public"."t"("id") DEFERRABLE INITIALLY DEFERRED;
            """;

    @Test
    void it_is_added_not_valid_and_then_validated_by_its_quoted_names() {
        var key = key(DEFINITION, InvalidData.FAIL);

        assertThat(key.added().sql().strip()).endsWith("DEFERRABLE INITIALLY DEFERRED NOT VALID;");
        assertThat(key.validated(Long.MAX_VALUE).orElseThrow().sql())
                .isEqualTo("ALTER TABLE \"public\".\"or\"\"ders\" VALIDATE CONSTRAINT \"a b\"");
    }

    @Test
    void only_one_that_is_validated_counts_as_one_that_was_made_at_once() {
        var key = key(DEFINITION, InvalidData.FAIL);

        assertThat(key.added().unit()).isNotEqualTo(key.whole().unit());
        assertThat(key.validated(0).orElseThrow().unit()).isEqualTo(key.whole().unit());
    }

    @Test
    void one_that_the_source_never_validated_is_taken_as_it_is() {
        var key = key(DEFINITION.replace("DEFERRED;", "DEFERRED NOT VALID;"), InvalidData.NOT_VALID);

        assertThat(key.added().sql()).contains("NOT VALID").doesNotContain("NOT VALID NOT VALID");
        assertThat(key.validated(0)).isEmpty();
        assertThat(key.whole().otherwise()).isEmpty();
    }

    @Test
    void rows_that_violate_it_are_a_failure_unless_the_request_says_otherwise() {
        assertThat(key(DEFINITION, InvalidData.FAIL).whole().otherwise()).isEmpty();
        assertThat(key(DEFINITION, InvalidData.NOT_VALID).whole().otherwise().orElseThrow())
                .contains("NOT VALID");
        assertThat(key(DEFINITION, InvalidData.NOT_VALID)
                        .validated(0)
                        .orElseThrow()
                        .otherwise())
                .contains("");
    }

    private static ForeignKey key(String definition, InvalidData onInvalidData) {
        var entry =
                new TocEntry(1, "FK CONSTRAINT", "orders a b", "public", "", definition, Section.POST_DATA, List.of());
        return new ForeignKey(entry, onInvalidData);
    }
}
