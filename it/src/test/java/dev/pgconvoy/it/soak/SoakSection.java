package dev.pgconvoy.it.soak;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What came of a soak, for `docs/reliability.md`.
record SoakSection(SoakTimes times, Map<LoadStep, Integer> counts, SoakVerdict verdict) {

    static final String HEADING = "## Soak";

    private static final double MIB = 1024.0 * 1024;

    String text() {
        var growth = verdict.growth();
        return HEADING
                + """


                %s of load: one step every %d s (fewer when four migrations are under way), in a fixed order, against one broker, one of each service, two workers, a source and a target, all on %d processors.
                What is kept for days is kept for about a minute here, and segments for seconds, so that a steady amount of it is there early.
                Taken steps: %s.
                Compared are the medians of the first and the last third of the last %s; heaps are measured after a full collection, stores are in them.

                %s
                %s
                Result: %s.
                """.formatted(
                                minutes(times.total()),
                                SoakTimes.BEAT.toSeconds(),
                                Runtime.getRuntime().availableProcessors(),
                                steps(),
                                minutes(times.measured()),
                                trends(),
                                idle(),
                                growth.isEmpty() ? "nothing grew" : String.join("; ", growth));
    }

    private static String minutes(Duration time) {
        var seconds = time.toSecondsPart();
        return time.toMinutes() + " min" + (seconds == 0 ? "" : " " + seconds + " s");
    }

    private String steps() {
        return counts.entrySet().stream()
                .map(entry -> "%s %d".formatted(entry.getKey().text(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private String trends() {
        return "| what | of | first third | last third | flat up to | peak |\n|---|---|---|---|---|---|\n"
                + verdict.trends().entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining());
    }

    private static String row(MeasuredFigure figure, FigureTrend trend) {
        var quantity = figure.quantity();
        return cells(List.of(
                quantity.text(),
                figure.subject(),
                shown(quantity, trend.first()),
                shown(quantity, trend.last()),
                shown(quantity, quantity.most(trend.first())),
                shown(quantity, trend.peak())));
    }

    private String idle() {
        return "While nothing is to be done:\n\n| what | of | before | after | at most |\n|---|---|---|---|---|\n"
                + verdict.idleAfter().values().entrySet().stream()
                        .filter(entry -> entry.getKey().quantity().returnsWhenIdle())
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> idleRow(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining());
    }

    private String idleRow(MeasuredFigure figure, long after) {
        var quantity = figure.quantity();
        return cells(List.of(
                quantity.text(),
                figure.subject(),
                shown(quantity, verdict.idleBefore().values().getOrDefault(figure, 0L)),
                shown(quantity, after),
                shown(quantity, verdict.mostWhenIdle(figure))));
    }

    private static String shown(BoundedQuantity quantity, long value) {
        return switch (quantity.unit()) {
            case COUNT -> Long.toString(value);
            case BYTES -> String.format(Locale.ROOT, "%.2f MiB", value / MIB);
        };
    }

    private static String cells(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
