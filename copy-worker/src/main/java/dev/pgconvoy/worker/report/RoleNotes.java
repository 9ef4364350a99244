package dev.pgconvoy.worker.report;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.NoteCount;
import dev.pgconvoy.migration.NotesByCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What was noted of roles stands in the ledger of the database that came next. A conductor that goes on notes the same
/// in another one.
public final class RoleNotes {

    private static final String CHECK = "roles";

    private RoleNotes() {}

    /// The notes of each database, and those on roles only where they come first.
    public static List<NotesByCode> toldOnce(Collection<DatabaseOutcome> outcomes) {
        var told = new HashSet<Finding>();
        return outcomes.stream().map(outcome -> withoutTold(outcome, told)).toList();
    }

    private static NotesByCode withoutTold(DatabaseOutcome outcome, Set<Finding> told) {
        var kept = new ArrayList<Finding>();
        var again = new HashMap<String, Long>();
        for (var note : outcome.notes()) {
            if (!note.check().equals(CHECK) || told.add(note)) {
                kept.add(note);
            } else {
                again.merge(note.code(), 1L, Long::sum);
            }
        }
        var counts = outcome.noteCounts().stream()
                .map(count -> new NoteCount(count.code(), count.count() - again.getOrDefault(count.code(), 0L)))
                .filter(count -> count.count() > 0)
                .toList();
        return NotesByCode.of(kept, counts);
    }
}
