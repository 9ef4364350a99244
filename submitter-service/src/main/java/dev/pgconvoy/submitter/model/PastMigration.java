package dev.pgconvoy.submitter.model;

import dev.pgconvoy.migration.MigrationId;
import java.time.Instant;
import java.util.Optional;

/// What is left of a migration that neither runs nor waits: that it has ended, or that it was cancelled before we heard
/// of it.
///
/// @param requestHash of the request that it stood for; empty when we have never heard of one
/// @param cancelledAt the latest cancellation that was answered
/// @param since when it was kept the first time as it is; empty until then
record PastMigration(
        MigrationId id,
        Optional<String> requestHash,
        boolean ended,
        Optional<Instant> cancelledAt,
        Optional<Instant> since) {

    /// It has ended, and nobody asked for that.
    static PastMigration ended(MigrationId id, Optional<String> requestHash) {
        return new PastMigration(id, requestHash, true, Optional.empty(), Optional.empty());
    }

    /// Nothing is known of it but its name.
    static PastMigration unheardOf(MigrationId id) {
        return new PastMigration(id, Optional.empty(), false, Optional.empty(), Optional.empty());
    }

    boolean answers(Instant cancellation) {
        return cancelledAt.filter(at -> !cancellation.isAfter(at)).isPresent();
    }

    /// A request made after the cancellation is a new wish.
    boolean forbids(Instant requestedAt) {
        return ended || cancelledAt.filter(at -> !requestedAt.isAfter(at)).isPresent();
    }

    /// Of a migration that was cancelled and never heard of.
    boolean isOfStrangerBefore(Instant time) {
        return !ended
                && requestHash.isEmpty()
                && cancelledAt.filter(at -> at.isBefore(time)).isPresent();
    }

    PastMigration cancelled(Instant at) {
        return new PastMigration(id, requestHash, ended, Optional.of(at), Optional.empty());
    }

    /// @param hash of the request that has ended, when that is heard only now
    PastMigration endedNow(Optional<String> hash) {
        return new PastMigration(id, requestHash.or(() -> hash), true, cancelledAt, Optional.empty());
    }

    PastMigration rememberedAt(Instant now) {
        return since.isPresent() ? this : new PastMigration(id, requestHash, ended, cancelledAt, Optional.of(now));
    }

    boolean isFromBefore(Instant time) {
        return since.filter(at -> at.isBefore(time)).isPresent();
    }
}
