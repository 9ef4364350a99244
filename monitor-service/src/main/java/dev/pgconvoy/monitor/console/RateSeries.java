package dev.pgconvoy.monitor.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Rates over time in a bounded number of spans of one length. What was not measured in a
/// span is not known there. Not safe for several threads.
final class RateSeries {

    static final int MOST_SPANS = 120;

    private final boolean keepsBeginning;
    private final long[] sums = new long[MOST_SPANS];
    private final int[] counts = new int[MOST_SPANS];
    private Instant from;
    private Duration span;
    private int used;

    /// @param keepsBeginning whether the spans are made longer when there is no room; else
    /// the oldest are forgotten
    RateSeries(Instant from, Duration span, boolean keepsBeginning) {
        this.from = from;
        this.span = span;
        this.keepsBeginning = keepsBeginning;
    }

    void add(Instant time, long bytesPerSecond) {
        while (index(time) >= MOST_SPANS) {
            if (keepsBeginning) {
                widen();
            } else {
                forget(index(time) - MOST_SPANS + 1);
            }
        }
        var index = (int) Math.max(0, index(time));
        sums[index] += bytesPerSecond;
        counts[index]++;
        used = Math.max(used, index + 1);
    }

    private long index(Instant time) {
        return Math.floorDiv(Duration.between(from, time).toMillis(), span.toMillis());
    }

    private void widen() {
        for (var index = 0; index < MOST_SPANS / 2; index++) {
            sums[index] = sums[2 * index] + sums[2 * index + 1];
            counts[index] = counts[2 * index] + counts[2 * index + 1];
        }
        clear(MOST_SPANS / 2);
        span = span.multipliedBy(2);
        used = Math.ceilDiv(used, 2);
    }

    private void forget(long spans) {
        var gone = (int) Math.min(spans, MOST_SPANS);
        System.arraycopy(sums, gone, sums, 0, MOST_SPANS - gone);
        System.arraycopy(counts, gone, counts, 0, MOST_SPANS - gone);
        clear(MOST_SPANS - gone);
        from = from.plus(span.multipliedBy(spans));
        used = Math.max(0, used - gone);
    }

    private void clear(int first) {
        Arrays.fill(sums, first, MOST_SPANS, 0);
        Arrays.fill(counts, first, MOST_SPANS, 0);
    }

    Throughput shown() {
        return new Throughput(
                from,
                span.toSeconds(),
                IntStream.range(0, used)
                        .mapToObj(index -> counts[index] == 0 ? Throughput.UNKNOWN : sums[index] / counts[index])
                        .toList());
    }
}
