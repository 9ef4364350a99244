package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.text.PrintableText;
import dev.pgconvoy.text.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A migration as lines of a screen: a headline, then one line with a bar for each database. No line is wider than the
/// screen, and there are never more than it has.
///
/// @param columns of the screen
/// @param rows of the screen
record ProgressView(int columns, int rows, BarGlyphs glyphs) {

    private static final int LONGEST_NAME = 24;
    private static final int SHORTEST_BAR = 8;
    private static final int LONGEST_BAR = 40;
    /// The headline, a line about those left out, and the one where the cursor waits.
    private static final int OTHER_LINES = 4;
    private static final int MOST_REMARKS = 3;

    List<String> lines(MigrationStatus status, Duration elapsed) {
        var lines = new ArrayList<String>();
        lines.add(fit("%s  %s  %s".formatted(status.id(), StateLabels.of(status), Quantities.clock(elapsed))));
        status.stalledSince()
                .ifPresent(since -> lines.add(
                        fit("  no worker has said anything since %s; others will take over".formatted(since))));
        var remarks = MigrationRemarks.of(status).stream().limit(MOST_REMARKS).toList();
        remarks.forEach(remark -> lines.add(fit("  " + remark)));
        var shown = shown(status.databases(), remarks.size());
        var nameWidth = nameWidth(shown);
        var pace = status.isFinal() ? Optional.<Duration>empty() : Optional.of(elapsed);
        shown.forEach(database -> lines.add(fit(line(database, nameWidth, pace))));
        var hidden = status.databases().size() - shown.size();
        if (hidden > 0) {
            lines.add(fit("  and %d more".formatted(hidden)));
        }
        return lines;
    }

    /// Those that move come first when there are too many.
    private List<DatabaseProgress> shown(List<DatabaseProgress> all, int remarks) {
        var room = Math.max(1, rows - OTHER_LINES - remarks);
        return all.size() <= room
                ? all
                : all.stream()
                        .sorted(Comparator.comparing(database -> restRank(database.phase())))
                        .limit(room)
                        .toList();
    }

    private static int restRank(DatabasePhase phase) {
        return switch (phase) {
            case PRE_DATA, COPY, POST_DATA, VERIFY -> 0;
            case FAILED -> 1;
            case QUEUED -> 2;
            case DONE -> 3;
        };
    }

    private static int nameWidth(List<DatabaseProgress> databases) {
        return Math.min(
                LONGEST_NAME,
                databases.stream()
                        .mapToInt(database -> database.database().length())
                        .max()
                        .orElse(0));
    }

    /// @param running for how long the migration has been running; empty when it has ended
    private String line(DatabaseProgress database, int nameWidth, Optional<Duration> running) {
        if (database.tablesTotal() == 0 && PhaseShare.of(database).part() == 0) {
            return "  %s  %s".formatted(padded(database.database(), nameWidth), StateLabels.of(database.phase()));
        }
        var share = PhaseShare.of(database);
        var left = "  %s  %-9s  %s"
                .formatted(padded(database.database(), nameWidth), StateLabels.of(database), tables(database));
        var right = "%s  %s%s"
                .formatted(
                        share.percent(),
                        share.amount(),
                        running.map(time -> speed(database, time)).orElse(""))
                .stripTrailing();
        var bar = Math.min(LONGEST_BAR, columns - 1 - left.length() - right.length() - 4);
        return bar < SHORTEST_BAR
                ? left + "  " + right
                : "%s  %s  %s".formatted(left, glyphs.bar(bar, share.part()), right);
    }

    private static String tables(DatabaseProgress database) {
        var errors = database.tablesErrored() == 0 ? "" : ", %d failed".formatted(database.tablesErrored());
        return String.format(
                Locale.ROOT, "%9s tables%s", database.tablesCompleted() + "/" + database.tablesTotal(), errors);
    }

    private static String speed(DatabaseProgress database, Duration running) {
        if (database.phase() != DatabasePhase.COPY
                || PhaseShare.allCopied(database)
                || !PhaseShare.countsBytes(database)) {
            return "";
        }
        var left = PhaseShare.hasBasisForItsEnd(database, running)
                ? "  ETA " + Quantities.clock(Duration.ofSeconds(database.secondsLeft()))
                : "";
        return "  " + Quantities.rate(database.bytesPerSecond()) + left;
    }

    private static String padded(String name, int width) {
        var cut = name.length() <= width ? name : name.substring(0, width - 1) + "~";
        return cut + " ".repeat(width - cut.length());
    }

    /// The last column stays free: some terminals wrap when it is written.
    private String fit(String text) {
        var line = PrintableText.of(text);
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }
}
