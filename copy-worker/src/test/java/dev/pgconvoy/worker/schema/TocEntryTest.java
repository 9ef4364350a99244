package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TocEntryTest {

    @ParameterizedTest
    @CsvSource({
        "INDEX, INDEX",
        "INDEX ATTACH, INDEX",
        "CONSTRAINT, CONSTRAINT",
        "FK CONSTRAINT, FOREIGN_KEY",
        "CHECK CONSTRAINT, CHECK",
        "STATISTICS, DEFINITION",
        "TRIGGER, DEFINITION",
    })
    void what_an_entry_does_follows_from_the_word_of_pg_dump(String word, UnitKind expected) {
        var entry = new TocEntry(1, word, "index of tables", "public", "", "", Section.POST_DATA, List.of());

        assertThat(entry.unitKind()).isEqualTo(expected);
    }
}
