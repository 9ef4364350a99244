package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.text.PrintableText;
import java.time.Instant;
import java.util.Optional;

/// The checks of one server that a gate waits for.
///
/// @param attempt how often they were requested
/// @param running of the request that has not been answered
/// @param passedSince the first of the passes that no failure has followed
/// @param passedAt the last of them
/// @param endedAt when the last checks ended, whichever way
/// @param reason why the last checks did not pass
/// @param uses what limits count while they run
record CheckRun(
        int attempt,
        Optional<MigrationId> running,
        Optional<String> requestHash,
        Optional<Instant> passedSince,
        Optional<Instant> passedAt,
        Optional<Instant> endedAt,
        Optional<String> reason,
        Optional<UsedLimits> uses) {

    private static final int LONGEST_REASON = 300;

    CheckRun {
        reason = reason.map(text -> Excerpt.of(PrintableText.of(text), LONGEST_REASON));
    }

    static final CheckRun NONE = new CheckRun(
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /// @param number of the request
    /// @param limits what it takes until it has ended
    CheckRun requested(int number, MigrationId id, String hash, UsedLimits limits) {
        return new CheckRun(
                number,
                Optional.of(id),
                Optional.of(hash),
                passedSince,
                passedAt,
                endedAt,
                reason,
                Optional.of(limits));
    }

    boolean isWaitingFor(MigrationId id) {
        return running.filter(id::equals).isPresent();
    }

    CheckRun passed(Instant now) {
        return new CheckRun(
                attempt,
                Optional.empty(),
                Optional.empty(),
                passedSince.or(() -> Optional.of(now)),
                Optional.of(now),
                Optional.of(now),
                Optional.empty(),
                Optional.empty());
    }

    CheckRun failed(Instant now, String why) {
        return new CheckRun(
                attempt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(now),
                Optional.of(why),
                Optional.empty());
    }

    /// Checks that nobody waits for any more have ended.
    CheckRun discarded() {
        return new CheckRun(
                attempt, Optional.empty(), Optional.empty(), passedSince, passedAt, endedAt, reason, Optional.empty());
    }

    /// For a wave that begins anew: what was found before counts no more, nor what the
    /// checks that run will find. They take their places until they have ended.
    CheckRun forgotten() {
        return new CheckRun(
                attempt,
                running,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                uses);
    }
}
