package dev.pgconvoy.launcher.fleet.view;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.fleet.forecast.MeasuredRehearsal;
import dev.pgconvoy.launcher.fleet.rehearsal.RehearsalResult;
import dev.pgconvoy.launcher.view.TextTable;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import dev.pgconvoy.text.PrintableText;
import dev.pgconvoy.text.Quantities;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What rehearsals found and measured, on a terminal.
public final class RehearsalView {

    private static final int MOST_SERVERS = 30;

    private RehearsalView() {}

    /// How the rehearsal of a server went.
    public static List<String> lines(RehearsalResult result) {
        var lines = new ArrayList<String>();
        result.notBegun().ifPresent(reason -> lines.add("no %s: not begun, %s".formatted(result.server(), reason)));
        result.ended().ifPresent(ended -> lines.addAll(lines(result, ended)));
        if (!result.dropped().isEmpty()) {
            lines.add("     dropped: " + String.join(", ", result.dropped()));
        }
        result.left()
                .forEach(database ->
                        lines.add("     \"%s\" stays on the target: %s. When nobody needs it: DROP DATABASE %s;"
                                .formatted(database.name(), withoutEnd(database.reason()), quoted(database.name()))));
        return lines.stream().map(PrintableText::of).toList();
    }

    private static List<String> lines(RehearsalResult result, MigrationStatus ended) {
        if (result.isEqual()) {
            return List.of("%s %s: %s"
                    .formatted(
                            result.hasSucceeded() ? "ok" : "no",
                            result.server(),
                            MeasuredRehearsal.of(ended)
                                    .map(RehearsalView::measured)
                                    .orElse("its times were not measured")));
        }
        return ended.state() == MigrationState.SUCCEEDED
                ? List.of("no %s: the copy differs from its source; see where with: pgconvoy report %s"
                        .formatted(result.server(), ended.id()))
                : CheckView.lines(result.server(), ended);
    }

    private static String measured(MeasuredRehearsal rehearsal) {
        return "it took %s%s"
                .formatted(
                        Quantities.time(rehearsal.took()),
                        rehearsal
                                .expected()
                                .map(expected -> "; its checks expected %s, and in nine of ten cases at most %s"
                                        .formatted(
                                                LikelyDuration.words(expected.p50()),
                                                LikelyDuration.words(expected.p90())))
                                .orElse(""));
    }

    private static String withoutEnd(String reason) {
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }

    /// What the latest rehearsals of some servers have measured; no lines without any.
    ///
    /// @param rehearsals by the name of the server
    /// @param servers of the fleet
    public static List<String> table(Map<String, MeasuredRehearsal> rehearsals, Collection<String> servers) {
        var rehearsed = servers.stream().filter(rehearsals::containsKey).toList();
        if (rehearsed.isEmpty()) {
            return List.of();
        }
        var table = new TextTable.Builder(4).row("rehearsed", "took", "its checks expected", "ended");
        rehearsed.stream()
                .limit(MOST_SERVERS)
                .forEach(server -> Optional.ofNullable(rehearsals.get(server))
                        .ifPresent(rehearsal -> row(table, server, rehearsal)));
        var lines = new ArrayList<>(table.lines());
        if (rehearsed.size() > MOST_SERVERS) {
            lines.add("  and %,d more".formatted(rehearsed.size() - MOST_SERVERS));
        }
        return lines.stream().map(PrintableText::of).toList();
    }

    private static void row(TextTable.Builder table, String server, MeasuredRehearsal rehearsal) {
        table.row(
                server,
                Quantities.time(rehearsal.took()),
                rehearsal
                        .expected()
                        .map(LikelyDuration::p50)
                        .map(LikelyDuration::words)
                        .orElse(""),
                FleetTimes.minute(rehearsal.endedAt()));
    }
}
