package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaPiecesTest {

    @Test
    void every_entry_but_the_archive_settings_is_in_exactly_one_piece() {
        var entries = List.of(
                entry(1, "ENCODING", Section.PRE_DATA),
                entry(2, "TABLE", Section.PRE_DATA),
                entry(3, "COMMENT", Section.NONE, 2),
                entry(4, "INDEX", Section.POST_DATA, 2),
                entry(5, "COMMENT", Section.NONE, 4),
                entry(6, "FK CONSTRAINT", Section.POST_DATA, 2),
                entry(7, "TRIGGER", Section.POST_DATA, 2),
                entry(8, "ACL", Section.NONE, 2),
                entry(9, "EVENT TRIGGER", Section.POST_DATA),
                entry(10, "COMMENT", Section.NONE, 9));

        var pieces = SchemaPieces.of(entries);

        assertThat(ids(pieces.preData())).containsExactly(2, 3);
        assertThat(ids(pieces.builds())).containsExactly(4);
        assertThat(ids(pieces.foreignKeys())).containsExactly(6);
        assertThat(ids(pieces.rest())).containsExactly(5, 7);
        assertThat(ids(pieces.grants())).containsExactly(8);
        assertThat(ids(pieces.eventTriggers())).containsExactly(9, 10);
    }

    private static List<Integer> ids(List<TocEntry> entries) {
        return entries.stream().map(TocEntry::dumpId).toList();
    }

    private static TocEntry entry(int id, String kind, Section section, Integer... dependencies) {
        return new TocEntry(id, kind, "x" + id, "public", "", "", section, List.of(dependencies));
    }
}
