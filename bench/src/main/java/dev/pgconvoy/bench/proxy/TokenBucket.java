package dev.pgconvoy.bench.proxy;

/// A bandwidth. It fills with time up to a small burst and may be overdrawn: who takes too much waits afterwards.
///
/// Not thread-safe: one per direction of a connection.
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;
    /// Of a second's bytes.
    private static final double BURST = 0.02;

    private final double bytesPerSecond;
    private double tokens;
    private long filledAt;

    TokenBucket(long bytesPerSecond, long now) {
        this.bytesPerSecond = bytesPerSecond;
        this.tokens = bytesPerSecond * BURST;
        this.filledAt = now;
    }

    /// @param now nanoseconds of a monotonic clock
    /// @return how many nanoseconds to wait before these bytes may leave
    long take(int bytes, long now) {
        var filled = tokens + (now - filledAt) * bytesPerSecond / NANOS_PER_SECOND;
        tokens = Math.min(bytesPerSecond * BURST, filled) - bytes;
        filledAt = now;
        return tokens >= 0 ? 0 : (long) (-tokens / bytesPerSecond * NANOS_PER_SECOND);
    }
}
