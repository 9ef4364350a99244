package dev.pgconvoy.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.TaskResult.Done;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskResultTest {

    @Test
    void a_few_notes_are_in_the_result() {
        assertThat(done(10).units().getFirst().notes()).hasSize(10);
    }

    @Test
    void thousands_of_notes_are_left_to_the_ledger() {
        var done = done(40_000);

        assertThat(done.units()).containsExactly(UnitResult.of("grants", 7, 8, 9));
        assertThat(EventJson.write(done).length).isLessThan(EventCodec.LARGEST_EVENT);
    }

    private static Done done(int notes) {
        var note = Finding.warning(
                "restore", FindingCode.STATEMENT_REFUSED, "table t", "Not restored: no such role.", "Grant it.");
        return new Done(List.of(UnitResult.of("grants", 7, 8, 9, Collections.nCopies(notes, note))));
    }
}
