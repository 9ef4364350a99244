package dev.pgconvoy.launcher.fleet.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Bars on a common scale of time, in text: `█` until something is expected to end, `░` until it ends at the latest in
/// nine of ten cases.
///
/// @param width of the bars, in characters
record GanttChart(int width, String likely, String late) {

    /// @param from when it is expected to begin
    /// @param likelyEnd in half of all cases it has ended
    /// @param lateEnd in nine of ten cases it has ended
    record Bar(String label, Instant from, Instant likelyEnd, Instant lateEnd) {}

    List<String> lines(List<Bar> bars) {
        if (bars.isEmpty()) {
            return List.of();
        }
        var begin = bars.stream().map(Bar::from).min(Comparator.naturalOrder()).orElseThrow();
        var end = bars.stream().map(Bar::lateEnd).max(Comparator.naturalOrder()).orElseThrow();
        var labels = bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
        var lines = new ArrayList<String>();
        for (var bar : bars) {
            lines.add("  %s  %s  %s - %s (%s)"
                    .formatted(
                            padded(bar.label(), labels),
                            drawn(bar, begin, Duration.between(begin, end)),
                            FleetTimes.minute(bar.from()),
                            FleetTimes.minute(bar.likelyEnd()),
                            FleetTimes.minute(bar.lateEnd())));
        }
        return lines;
    }

    private static String padded(String label, int width) {
        return label + " ".repeat(width - label.length());
    }

    /// Each bar has a character, as short as it may be.
    private String drawn(Bar bar, Instant begin, Duration whole) {
        var first = Math.min(column(bar.from(), begin, whole), width - 1);
        var middle = Math.max(first + 1, column(bar.likelyEnd(), begin, whole));
        var last = Math.max(middle, column(bar.lateEnd(), begin, whole));
        return " ".repeat(first)
                + likely.repeat(middle - first)
                + late.repeat(last - middle)
                + " ".repeat(width - last);
    }

    private int column(Instant time, Instant begin, Duration whole) {
        return whole.isZero()
                ? width
                : Math.clamp(
                        width * Duration.between(begin, time).toMillis() / Math.max(1, whole.toMillis()), 0, width);
    }
}
