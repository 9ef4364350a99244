package dev.pgconvoy.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NotesByCodeTest {

    private static final long ROOM = 1_000_000;

    @Test
    void the_first_notes_of_a_code_are_shown_and_one_of_the_same_code_says_how_many_more_there_are() {
        var notes = NotesByCode.of(some(39_200, "PGC2001"));
        notes.addAll(some(3, "PGC2005"));

        var shown = notes.within(ROOM);

        assertThat(shown).hasSize(204);
        assertThat(shown.getLast()).satisfies(last -> {
            assertThat(last.code()).isEqualTo("PGC2001");
            assertThat(last.object()).isEqualTo("39,000 more notes of the code PGC2001");
            assertThat(last.message()).contains("39,200 notes of this code", "39,000 of them are left out");
            assertThat(last.remedy()).contains("log of the worker");
        });
        assertThat(notes.counts()).containsExactly(new NoteCount("PGC2001", 39_200), new NoteCount("PGC2005", 3));
        assertThat(notes.count()).isEqualTo(39_203);
    }

    @Test
    void a_database_with_many_notes_does_not_hide_those_of_another_one() {
        var all = NotesByCode.together(
                List.of(NotesByCode.of(some(1_000, "PGC2001")), NotesByCode.of(some(150, "PGC2001"))));

        assertThat(all.within(ROOM)).hasSize(351);
        assertThat(all.counts()).containsExactly(new NoteCount("PGC2001", 1_150));
    }

    @Test
    void codes_with_few_notes_stay_whole_when_there_is_little_room() {
        var notes = NotesByCode.of(some(200, "PGC2001"));
        notes.addAll(some(2, "PGC2005"));

        assertThat(notes.within(5_000))
                .extracting(Finding::code)
                .contains("PGC2005", "PGC2005")
                .hasSizeLessThan(50);
    }

    private static List<Finding> some(int count, String code) {
        return IntStream.range(0, count)
                .mapToObj(index ->
                        new Finding("restore", code, Severity.WARNING, "table " + index, "Not restored.", "Grant it."))
                .toList();
    }
}
