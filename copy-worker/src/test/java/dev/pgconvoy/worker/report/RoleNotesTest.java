package dev.pgconvoy.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.NotesByCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoleNotesTest {

    private static final Finding BOSS =
            Finding.warning("roles", FindingCode.ROLE_WITHOUT_POWERS, "role \"boss\"", "It has less.", "Grant.");
    private static final Finding APP =
            Finding.warning("roles", FindingCode.ROLE_WITHOUT_POWERS, "role \"app\"", "It has less.", "Grant.");
    private static final Finding GRANT =
            Finding.warning("restore-acl", FindingCode.STATEMENT_REFUSED, "t", "Not restored.", "Grant.");

    @Test
    void what_was_noted_of_roles_in_two_databases_is_told_once() {
        var told = NotesByCode.together(RoleNotes.toldOnce(List.of(outcome(BOSS, GRANT), outcome(BOSS, APP, GRANT))));

        assertThat(told.shown()).containsExactly(BOSS, GRANT, APP, GRANT);
        assertThat(told.counts())
                .extracting(count -> count.code() + " " + count.count())
                .containsExactly("PGC2012 2", "PGC2001 2");
    }

    private static DatabaseOutcome outcome(Finding... notes) {
        var log = new DatabaseLog("shop");
        log.note(Arrays.asList(notes));
        return log.outcome();
    }
}
