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
record CheckRun(
        int attempt,
        Optional<MigrationId> running,
        Optional<String> requestHash,
        Optional<Instant> passedSince,
        Optional<Instant> passedAt,
        Optional<Instant> endedAt,
        Optional<String> reason) {

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
            Optional.empty());

    CheckRun requested(MigrationId id, String hash) {
        return new CheckRun(attempt + 1, Optional.of(id), Optional.of(hash), passedSince, passedAt, endedAt, reason);
    }

    CheckRun passed(Instant now) {
        return new CheckRun(
                attempt,
                Optional.empty(),
                Optional.empty(),
                passedSince.or(() -> Optional.of(now)),
                Optional.of(now),
                Optional.of(now),
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
                Optional.of(why));
    }

    /// For a wave that begins anew: what was found before counts no more.
    CheckRun forgotten() {
        return new CheckRun(
                attempt,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
