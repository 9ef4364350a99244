package dev.pgconvoy.preflight.messaging;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which request each id stands for: what the monitor has recorded, and what this process has taken since, as the
/// monitor may be behind.
///
/// A request that was taken and not answered, because a process ended in between, is examined again.
@Singleton
final class KnownRequests {

    static final int MOST_TAKEN = 10_000;

    /// What is to be done with a request.
    enum Standing {
        /// To be examined.
        UNANSWERED,
        /// A duplicate of one that was examined.
        ANSWERED,
        /// Another request has this id.
        REFUSED
    }

    private record Known(String requestHash, long revision, boolean answered) {}

    private final Map<MigrationId, Known> recorded = new LinkedHashMap<>();
    private final Map<MigrationId, Known> taken = new LinkedHashMap<>();

    /// States may come again, and an older one after a newer one.
    synchronized void record(MigrationStatus status) {
        recorded.merge(
                status.id(),
                new Known(status.requestHash(), status.revision(), isAnswered(status)),
                (known, read) -> read.revision >= known.revision ? read : known);
    }

    /// The monitor has forgotten it, long after its end: the id is free again.
    synchronized void forget(MigrationId id) {
        recorded.remove(id);
        taken.remove(id);
    }

    /// While it is cancelled, the verdict may be known or not.
    private static boolean isAnswered(MigrationStatus status) {
        return status.isFinal()
                || status.azure().isPresent()
                || status.substate() != Substate.PERFORMING_PRE_REQUISITE_STEPS
                        && status.substate() != Substate.VALIDATION_IN_PROGRESS
                        && status.substate() != Substate.CANCELING_REQUESTED_DB_MIGRATIONS;
    }

    /// Takes the request, when nobody else has the id.
    synchronized Standing take(MigrationId id, String requestHash) {
        var before = taken.get(id);
        var known = recorded.getOrDefault(id, before);
        if (known != null && !known.requestHash.equals(requestHash)) {
            return Standing.REFUSED;
        }
        if (known != null && known.answered || before != null && before.answered) {
            return Standing.ANSWERED;
        }
        keep(id, new Known(requestHash, 0, false));
        return Standing.UNANSWERED;
    }

    /// The verdict is published.
    synchronized void answered(MigrationId id, String requestHash) {
        keep(id, new Known(requestHash, 0, true));
    }

    /// The oldest are forgotten; by then the monitor has recorded them.
    private void keep(MigrationId id, Known known) {
        taken.remove(id);
        taken.put(id, known);
        if (taken.size() > MOST_TAKEN) {
            taken.remove(taken.keySet().iterator().next());
        }
    }
}
