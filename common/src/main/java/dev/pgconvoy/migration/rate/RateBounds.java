package dev.pgconvoy.migration.rate;

/// Within which bounds a limit has to be.
public final class RateBounds {

    public static final long LEAST_BYTES_PER_SECOND = 1L << 20;
    public static final long MOST_BYTES_PER_SECOND = 1L << 40;

    private RateBounds() {}

    /// @param what the name of the limit, for the message
    /// @throws IllegalArgumentException when it is not within the bounds
    public static void require(String what, long bytesPerSecond) {
        if (bytesPerSecond < LEAST_BYTES_PER_SECOND || bytesPerSecond > MOST_BYTES_PER_SECOND) {
            throw new IllegalArgumentException("%s must be between 1 MiB and 1 TiB".formatted(what));
        }
    }
}
