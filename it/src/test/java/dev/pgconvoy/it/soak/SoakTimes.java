package dev.pgconvoy.it.soak;

import java.time.Duration;

/// How long a soak takes, and when what is done in it. `-Dpgconvoy.it.soak=2h`; five minutes without.
///
/// @param total of load: the warm-up, a time to come back to it after a rest, and the measured rest
/// @param warmUp until everything has been done some times
/// @param betweenSamples of what costs little to look at
/// @param betweenHeaps between two looks at the heaps, each with a full collection
record SoakTimes(Duration total, Duration warmUp, Duration betweenSamples, Duration betweenHeaps) {

    static final String PROPERTY = "pgconvoy.it.soak";
    static final Duration BEAT = Duration.ofSeconds(4);
    /// Until there is as much as there always is of what is kept for a time.
    static final Duration RAMP = ShortMemory.RETENTION_OF_HELD.plus(ShortMemory.SEGMENT);

    private static final Duration IN_CI = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofMinutes(4);
    private static final Duration SHORTEST_WARM_UP = Duration.ofSeconds(75);
    private static final Duration LONG = Duration.ofMinutes(30);

    static SoakTimes wanted() {
        var given = System.getProperty(PROPERTY, "");
        return of(given.isBlank() ? IN_CI : Duration.parse("PT" + given.strip()));
    }

    static SoakTimes of(Duration total) {
        if (total.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("a soak of less than %d minutes proves nothing: -D%s=%s"
                    .formatted(SHORTEST.toMinutes(), PROPERTY, total));
        }
        var part = total.dividedBy(12);
        return new SoakTimes(
                total,
                part.compareTo(SHORTEST_WARM_UP) < 0 ? SHORTEST_WARM_UP : part,
                Duration.ofSeconds(total.compareTo(LONG) < 0 ? 5 : 20),
                Duration.ofSeconds(total.compareTo(LONG) < 0 ? 15 : 120));
    }

    Duration measured() {
        return total.minus(warmUp).minus(RAMP);
    }
}
