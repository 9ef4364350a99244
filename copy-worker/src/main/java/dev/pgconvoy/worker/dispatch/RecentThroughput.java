package dev.pgconvoy.worker.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;

/// Bytes per second over the last few seconds.
final class RecentThroughput {

    private static final long WINDOW_NANOS = 5_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Sample(long bytes, long nanos) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    long bytesPerSecond(long bytes, long nanos) {
        samples.addLast(new Sample(bytes, nanos));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
        var first = samples.getFirst();
        var seconds = (nanos - first.nanos()) / NANOS_PER_SECOND;
        return seconds <= 0 ? 0 : Math.max(0, Math.round((bytes - first.bytes()) / seconds));
    }
}
