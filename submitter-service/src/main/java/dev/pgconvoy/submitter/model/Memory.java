package dev.pgconvoy.submitter.model;

import dev.pgconvoy.migration.MigrationId;
import java.time.Instant;
import java.util.Optional;

/// What is left of a migration that neither runs nor waits: that it has ended, or that it was cancelled before we heard
/// of it.
///
/// @param cancelledAt the latest cancellation that was answered
record Memory(MigrationId id, boolean ended, Optional<Instant> cancelledAt) {

    /// It has ended, and nobody asked for that.
    static Memory of(MigrationId id) {
        return new Memory(id, true, Optional.empty());
    }

    boolean answers(Instant cancellation) {
        return cancelledAt.filter(at -> !cancellation.isAfter(at)).isPresent();
    }

    /// A request made after the cancellation is a new wish.
    boolean forbids(Instant requestedAt) {
        return ended || cancelledAt.filter(at -> !requestedAt.isAfter(at)).isPresent();
    }

    Memory cancelled(Instant at) {
        return new Memory(id, ended, Optional.of(at));
    }

    Memory endedNow() {
        return new Memory(id, true, cancelledAt);
    }
}
