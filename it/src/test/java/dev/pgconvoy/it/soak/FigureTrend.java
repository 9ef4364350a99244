package dev.pgconvoy.it.soak;

import java.util.List;

/// How a figure went over the measured time.
///
/// @param first median of the first third
/// @param last median of the last third
/// @param peak the largest of all
record FigureTrend(long first, long last, long peak) {

    private static final int THIRDS = 3;

    /// @param values in the order of time
    static FigureTrend of(List<Long> values) {
        if (values.size() < THIRDS) {
            throw new IllegalArgumentException("no trend of %d values".formatted(values.size()));
        }
        var third = values.size() / THIRDS;
        return new FigureTrend(
                median(values.subList(0, third)),
                median(values.subList(values.size() - third, values.size())),
                values.stream().mapToLong(Long::longValue).max().orElseThrow());
    }

    private static long median(List<Long> values) {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    boolean isFlat(BoundedQuantity quantity) {
        return last <= quantity.most(first);
    }
}
