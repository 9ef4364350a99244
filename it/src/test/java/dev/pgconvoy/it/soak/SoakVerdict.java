package dev.pgconvoy.it.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Whether anything grew.
///
/// @param trends of every figure, over the samples after the warm-up
/// @param idleBefore what was measured while nothing was to be done, after the warm-up
/// @param idleAfter the same at the end
record SoakVerdict(SortedMap<MeasuredFigure, FigureTrend> trends, SoakSample idleBefore, SoakSample idleAfter) {

    static SoakVerdict of(List<SoakSample> samples, SoakSample idleBefore, SoakSample idleAfter) {
        var values = new TreeMap<MeasuredFigure, List<Long>>();
        for (var sample : samples) {
            sample.values()
                    .forEach((figure, value) -> values.computeIfAbsent(figure, _ -> new ArrayList<>())
                            .add(value));
        }
        var trends = new TreeMap<MeasuredFigure, FigureTrend>();
        values.forEach((figure, series) -> trends.put(figure, FigureTrend.of(series)));
        return new SoakVerdict(trends, idleBefore, idleAfter);
    }

    /// In words; empty when all is flat.
    List<String> growth() {
        var grown = new ArrayList<String>();
        trends.forEach((figure, trend) -> {
            if (!trend.isFlat(figure.quantity())) {
                grown.add("%s grew from %d to %d; up to %d would be flat"
                        .formatted(
                                figure,
                                trend.first(),
                                trend.last(),
                                figure.quantity().most(trend.first())));
            }
        });
        idleAfter.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(entry -> entry.getKey().quantity().returnsWhenIdle())
                .forEach(entry -> whenIdle(grown, entry.getKey(), entry.getValue()));
        return grown;
    }

    private void whenIdle(List<String> grown, MeasuredFigure figure, long after) {
        if (after > mostWhenIdle(figure)) {
            grown.add("%s: %d while nothing was to be done, and %d after the load"
                    .formatted(figure, idleBefore.values().getOrDefault(figure, 0L), after));
        }
    }

    /// Of connections none, however many there were.
    long mostWhenIdle(MeasuredFigure figure) {
        var base = figure.quantity() == BoundedQuantity.CONNECTIONS
                ? 0L
                : idleBefore.values().getOrDefault(figure, 0L);
        return base + figure.quantity().idleMargin();
    }
}
