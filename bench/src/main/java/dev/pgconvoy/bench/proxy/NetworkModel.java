package dev.pgconvoy.bench.proxy;

import java.time.Duration;

/// What lies between two ends.
///
/// @param oneWay how long a byte is under way, in each direction; zero for no delay
/// @param bytesPerSecond of a connection, in each direction; 0 for no limit
public record NetworkModel(Duration oneWay, long bytesPerSecond) {

    public static final NetworkModel NONE = new NetworkModel(Duration.ZERO, 0);

    public static NetworkModel roundTrip(Duration time) {
        return new NetworkModel(time.dividedBy(2), 0);
    }

    public static NetworkModel throttled(long bytesPerSecond) {
        return new NetworkModel(Duration.ZERO, bytesPerSecond);
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
