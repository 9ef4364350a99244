package dev.pgconvoy.event;

import dev.pgconvoy.migration.rate.RateScope;

/// What one worker wants to copy within one limit. It may copy so much
/// when its own record has come back to it, and the latest claims of all workers before that
/// record fit into the limit together. Whoever lowers its claim copies less before it says so.
///
/// @param limited what has the limit
/// @param worker a word of its process alone; a process that is started again has another one
/// @param number counts the claims of the worker
/// @param copies of that worker that the limit holds for now; 0 when it gives its share back
/// @param maxBytesPerSecond the lowest limit that the worker knows of for these copies
/// @param bytesPerSecond the rate that is claimed
public record RateClaim(
        RateScope limited, String worker, long number, int copies, long maxBytesPerSecond, long bytesPerSecond)
        implements CopyEvent {

    public RateClaim {
        if (copies < 0 || maxBytesPerSecond < 1 || bytesPerSecond < 0) {
            throw new IllegalArgumentException("a claim, its limit and its copies are never negative, the limit not 0");
        }
    }

    @Override
    public String subject() {
        return limited.toString();
    }
}
