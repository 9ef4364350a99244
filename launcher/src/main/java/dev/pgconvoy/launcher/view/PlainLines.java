package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.text.PrintableText;
import dev.pgconvoy.text.Quantities;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// Lines with a time in front: when a state or a phase changes, and after two seconds without one. Keeps any number of
/// migrations apart.
final class PlainLines implements ProgressOutput {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);

    private final PrintStream out;
    private final Map<MigrationId, Told> told = new LinkedHashMap<>();

    PlainLines(PrintStream out) {
        this.out = out;
    }

    /// @param at when something was written
    private record Told(MigrationStatus latest, String state, Map<String, DatabasePhase> phases, Instant at) {

        private Instant next() {
            return at.plus(LONGEST_SILENCE);
        }
    }

    @Override
    public void show(MigrationStatus status, Instant now) {
        var before = told.get(status.id());
        var state = StateLabels.of(status);
        var wrote = false;
        if (before == null || !before.state.equals(state)) {
            write(now, "%s  %s".formatted(status.id(), state));
            wrote = true;
        }
        var remarks = MigrationRemarks.of(status);
        if (!remarks.isEmpty()
                && (before == null || !MigrationRemarks.of(before.latest).equals(remarks))) {
            remarks.forEach(remark -> write(now, "%s  %s".formatted(status.id(), remark)));
            wrote = true;
        }
        var phases = new LinkedHashMap<String, DatabasePhase>();
        for (var database : status.databases()) {
            phases.put(database.database(), database.phase());
            var last = before == null ? DatabasePhase.QUEUED : before.phases.get(database.database());
            if (database.phase() != last && database.phase() != DatabasePhase.QUEUED) {
                write(now, line(status, database));
                wrote = true;
            }
        }
        told.put(status.id(), new Told(status, state, phases, wrote || before == null ? now : before.at));
        tick(now);
    }

    @Override
    public void tick(Instant now) {
        told.replaceAll((_, last) -> {
            if (last.latest.isFinal() || last.next().isAfter(now)) {
                return last;
            }
            repeat(last.latest, now);
            return new Told(last.latest, last.state, last.phases, now);
        });
    }

    private void repeat(MigrationStatus status, Instant now) {
        var moving = status.databases().stream().filter(PlainLines::moves).toList();
        if (moving.isEmpty()) {
            write(
                    now,
                    "%s  %s  for %s"
                            .formatted(
                                    status.id(),
                                    StateLabels.of(status),
                                    Quantities.time(Duration.between(status.changedAt(), now))));
        }
        moving.forEach(database -> write(now, line(status, database)));
        status.obstacle().ifPresent(obstacle -> write(now, "%s  waits: %s".formatted(status.id(), obstacle.object())));
    }

    private static boolean moves(DatabaseProgress database) {
        return switch (database.phase()) {
            case PRE_DATA, COPY, POST_DATA, VERIFY -> true;
            case QUEUED, DONE, FAILED -> false;
        };
    }

    private static String line(MigrationStatus status, DatabaseProgress database) {
        var share = PhaseShare.of(database);
        var speed = !status.isFinal()
                        && database.phase() == DatabasePhase.COPY
                        && !PhaseShare.allCopied(database)
                        && PhaseShare.countsBytes(database)
                ? "  " + Quantities.rate(database.bytesPerSecond())
                : "";
        return "%s  %s  %s  %d/%d tables  %s  %s%s"
                .formatted(
                        status.id(),
                        database.database(),
                        StateLabels.of(database),
                        database.tablesCompleted(),
                        database.tablesTotal(),
                        share.percent().strip(),
                        share.amount(),
                        speed)
                .stripTrailing();
    }

    @Override
    public void note(String text) {
        out.println(text);
    }

    private void write(Instant now, String text) {
        out.println(now.truncatedTo(ChronoUnit.SECONDS) + "  " + PrintableText.of(text));
    }
}
