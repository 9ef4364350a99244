package dev.pgconvoy.worker.pause;

import java.time.Instant;

/// @param since when it was asked for, which tells it from others
/// @param until when it is over, whether or not somebody has resumed the migration
public record WantedPause(Instant since, Instant until) {

    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }
}
