package dev.pgconvoy.bench.result;

import java.util.Locale;
import java.util.stream.Collectors;

/// The page's part about the console under load.
final class ConsoleLoadSection {

    private static final double LAG = 10;
    private static final double BYTES = 2_000;
    private static final double MILLIS = 100;
    private static final int HEAP = 512;

    private final ConsoleLoadResult result;

    private ConsoleLoadSection(ConsoleLoadResult result) {
        this.result = result;
    }

    static String text(ConsoleLoadResult result) {
        return new ConsoleLoadSection(result).text();
    }

    private String text() {
        var table = new MarkdownTable("", "measured", "bar", "");
        table.row(
                "seconds from the last event of a burst until all of it is shown",
                result.lagSeconds().stream().map(NumberFormat::seconds).collect(Collectors.joining(", ")),
                "≤ 10",
                verdict(result.longestLag() <= LAG));
        rates(table, "list", result.bytesPerSecondOfAList());
        rates(table, "migration", result.bytesPerSecondOfAMigration());
        millis(table, "GET /api/migrations", result.listMillis());
        millis(table, "GET /api/migrations?view=rows&limit=50", result.rowsMillis());
        table.row(
                "the monitor's heap, MB at most",
                "%d; its process takes %.0f MB, and stopped %.1f s for garbage"
                        .formatted(result.heapMegabytes(), result.residentMegabytes(), result.garbageSeconds()),
                "≤ 512",
                verdict(result.heapMegabytes() <= HEAP));
        result.scrolled()
                .ifPresent(scrolled -> table.row(
                        "frames over 50 ms while the list is scrolled",
                        String.format(
                                Locale.ROOT,
                                "%d of %d, the longest %.0f ms; %d rows went by",
                                scrolled.slow(),
                                scrolled.frames(),
                                scrolled.longest(),
                                scrolled.rows()),
                        "0",
                        verdict(scrolled.slow() == 0 && scrolled.rows() >= result.listed())));
        return """
                ## console

                The packaged monitor with a heap of %d MB, a broker, and who speaks and who looks on share one machine. %d migrations with %d tables each copy, %d are listed. In bursts of %d s \
                workers say %d times a second how far a table is, and each conductor once a second how far its migration is; %d views are open meanwhile, half of them lists and half migrations, \
                and two callers ask for lists again and again. Made by `ConsoleLoadIT` ([console.md](console.md#under-load)).

                %s
                %s
                """.formatted(
                        result.heapMegabytes(),
                        result.running(),
                        result.tables(),
                        result.listed(),
                        result.burstSeconds(),
                        result.eventsPerSecond(),
                        result.views(),
                        table.text(),
                        WorkloadSection.facts(result.environment()));
    }

    private void rates(MarkdownTable table, String kind, ConsoleLoadResult.Rates rates) {
        table.row(
                "bytes a second of an open view of a " + kind,
                String.format(Locale.ROOT, "%.0f on average, %.0f at most", rates.mean(), rates.most()),
                "≤ 2000",
                verdict(rates.most() <= BYTES));
    }

    private void millis(MarkdownTable table, String call, ConsoleLoadResult.Millis millis) {
        table.row(
                "`%s`, ms".formatted(call),
                String.format(
                        Locale.ROOT,
                        "p50 %.1f, p99 %.1f, longest %.1f of %.0f calls",
                        millis.p50(),
                        millis.p99(),
                        millis.most(),
                        millis.calls()),
                "p99 < 100",
                verdict(millis.p99() < MILLIS));
    }

    private String verdict(boolean isReached) {
        if (result.running() < ConsoleLoadResult.FULL_SIZE) {
            return "a trial only";
        }
        return isReached ? "reached" : "**not reached**";
    }
}
