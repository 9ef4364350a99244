package dev.pgconvoy.bench.proxy;

import java.time.Duration;

/// What lies between two ends.
///
/// @param oneWay how long a byte is under way, in each direction; zero for no delay
/// @param bytesPerSecond of a connection, in each direction; 0 for no limit
public record Network(Duration oneWay, long bytesPerSecond) {

    public static final Network NONE = new Network(Duration.ZERO, 0);

    public static Network roundTrip(Duration time) {
        return new Network(time.dividedBy(2), 0);
    }

    public static Network throttled(long bytesPerSecond) {
        return new Network(Duration.ZERO, bytesPerSecond);
    }

    public boolean isNone() {
        return equals(NONE);
    }

    /// A new connection costs a round trip before its first byte can leave.
    Duration handshake() {
        return oneWay.multipliedBy(2);
    }

    public String text() {
        if (isNone()) {
            return "loopback";
        }
        return bytesPerSecond > 0
                ? "%d MB/s per connection".formatted(bytesPerSecond / 1_000_000)
                : "%d ms round trip".formatted(handshake().toMillis());
    }
}
