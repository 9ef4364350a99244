package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UniqueKeyTest {

    @Test
    void its_index_is_built_first_and_then_made_the_constraint() {
        var key = key("""
                ALTER TABLE ONLY "public"."or""ders"
                    ADD CONSTRAINT "a; (b)" PRIMARY KEY ("x", "y, z");
                """).orElseThrow();

        assertThat(key.index(1).sql())
                .endsWith(
                        "CREATE UNIQUE INDEX \"a; (b)\" ON ONLY \"public\".\"or\"\"ders\" USING btree (\"x\", \"y, z\")");
        assertThat(key.constraint().sql())
                .isEqualTo("ALTER TABLE ONLY \"public\".\"or\"\"ders\" ADD CONSTRAINT \"a; (b)\" PRIMARY KEY"
                        + " USING INDEX \"a; (b)\";");
    }

    @Test
    void all_that_belongs_to_it_is_kept() {
        var key = key("""
                ALTER TABLE ONLY "s"."t"
                    ADD CONSTRAINT "u" UNIQUE NULLS NOT DISTINCT ("a") INCLUDE ("b", "c") WITH (fillfactor='70') DEFERRABLE INITIALLY DEFERRED;

                ALTER TABLE "s"."t" CLUSTER ON "u";
                """).orElseThrow();

        assertThat(key.index(1).sql())
                .endsWith("ON ONLY \"s\".\"t\" USING btree (\"a\") INCLUDE (\"b\", \"c\") NULLS NOT DISTINCT"
                        + " WITH (fillfactor='70')");
        assertThat(key.constraint().sql())
                .contains("UNIQUE USING INDEX \"u\" DEFERRABLE INITIALLY DEFERRED;")
                .endsWith("CLUSTER ON \"u\";");
        assertThat(key.index(1).unit()).isNotEqualTo(key.constraint().unit());
    }

    @Test
    void what_is_written_otherwise_is_taken_as_it_is() {
        assertThat(key("ALTER TABLE ONLY \"t\"\n    ADD CONSTRAINT \"e\" EXCLUDE USING gist (\"a\" WITH &&);"))
                .isEmpty();
        assertThat(key("ALTER TABLE ONLY \"t\"\n    ADD CONSTRAINT \"p\" PRIMARY KEY (\"a\", \"b\" WITHOUT OVERLAPS);"))
                .isEmpty();
    }

    private static Optional<UniqueKey> key(String definition) {
        return UniqueKey.of(
                new TocEntry(1, "CONSTRAINT", "t k", "public", "", definition, Section.POST_DATA, List.of()));
    }
}
