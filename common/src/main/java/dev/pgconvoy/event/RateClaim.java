package dev.pgconvoy.event;

/// What one worker wants to read from one source host of limited rate. It may read so much
/// when its own record has come back to it, and the latest claims of all workers before that
/// record fit into the limit together. Whoever lowers its claim reads less before it says so.
///
/// @param sourceHost in lower case
/// @param worker a word of its process alone; a process that is started again has another one
/// @param number counts the claims of the worker
/// @param copies of that worker that read from the host now, each limited; 0 when it gives its
/// share back
/// @param maxBytesPerSecond the lowest limit among the requests of these copies
/// @param bytesPerSecond the rate that is claimed
public record RateClaim(
        String sourceHost, String worker, long number, int copies, long maxBytesPerSecond, long bytesPerSecond)
        implements CopyEvent {

    public RateClaim {
        if (copies < 0 || maxBytesPerSecond < 1 || bytesPerSecond < 0) {
            throw new IllegalArgumentException("a claim, its limit and its copies are never negative, the limit not 0");
        }
    }

    @Override
    public String subject() {
        return sourceHost;
    }
}
