package dev.pgconvoy.launcher.fleet.view;

import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.GateStatus;
import dev.pgconvoy.fleet.status.PausedParts;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.fleet.status.WaveStatus;
import dev.pgconvoy.launcher.view.TextTable;
import dev.pgconvoy.text.PrintableText;
import dev.pgconvoy.text.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// How a fleet stands, on a terminal: its waves, what runs, what failed, and what it waits for.
public final class FleetStatusView {

    private static final int MOST_SERVERS = 30;

    private final FleetStatus status;
    private final Instant now;
    private final List<String> lines = new ArrayList<>();

    private FleetStatusView(FleetStatus status, Instant now) {
        this.status = status;
        this.now = now;
    }

    public static List<String> lines(FleetStatus status, Instant now) {
        var view = new FleetStatusView(status, now);
        view.headline();
        view.waves();
        view.servers();
        view.nextStep();
        return view.lines.stream().map(PrintableText::of).toList();
    }

    /// In one line, for a list.
    public static String brief(FleetStatus status) {
        return "%s  %s  %s".formatted(status.fleet(), status.phase().text(), counts(status.servers()));
    }

    private void headline() {
        lines.add("Fleet %s: %s (revision %d)"
                .formatted(status.fleet(), status.phase().text(), status.revision()));
        lines.add("  " + counts(status.servers()));
        lines.add("");
    }

    /// `3 of 12 succeeded, 2 running, 1 failed`.
    private static String counts(List<ServerStatus> servers) {
        var there = servers.stream()
                .filter(server -> server.phase() != ServerPhase.REMOVED)
                .toList();
        var text =
                new StringBuilder("%,d of %,d succeeded".formatted(count(there, ServerPhase.SUCCEEDED), there.size()));
        for (var phase : ServerPhase.values()) {
            if (phase != ServerPhase.SUCCEEDED && count(there, phase) > 0) {
                text.append(", %,d %s".formatted(count(there, phase), phase.text()));
            }
        }
        return text.toString();
    }

    private static long count(List<ServerStatus> servers, ServerPhase phase) {
        return servers.stream().filter(server -> server.phase() == phase).count();
    }

    private void waves() {
        var table = new TextTable.Builder(4).row("wave", "state", "servers", "since");
        status.waves()
                .forEach(wave -> table.row(
                        wave.wave(),
                        wave.phase().text(),
                        counts(serversOf(wave)),
                        wave.since().map(FleetTimes::minute).orElse("")));
        lines.addAll(table.lines());
        status.waves().forEach(this::remarks);
        lines.add("");
    }

    private List<ServerStatus> serversOf(WaveStatus wave) {
        return status.servers().stream()
                .filter(server -> server.wave().filter(wave.wave()::equals).isPresent())
                .toList();
    }

    private void remarks(WaveStatus wave) {
        wave.reason().ifPresent(reason -> lines.add("  %s: %s".formatted(wave.wave(), reason)));
        if (wave.phase() == WavePhase.GATED || wave.phase() == WavePhase.OPEN) {
            wave.gates()
                    .forEach(gate -> lines.add("  %s: gate %s %s".formatted(wave.wave(), gate.gate(), words(gate))));
        }
    }

    private static String words(GateStatus gate) {
        var reason =
                gate.reason().filter(text -> !text.isEmpty()).map(": "::concat).orElse("");
        return gate.passedAt()
                .map(at -> "is open since %s%s%s"
                        .formatted(
                                FleetTimes.minute(at),
                                gate.by().map(" by "::concat).orElse(""),
                                reason))
                .orElse("is closed" + reason);
    }

    /// Those that somebody may want to know of first.
    private void servers() {
        var shown = status.servers().stream()
                .filter(server -> server.phase() != ServerPhase.REMOVED)
                .sorted(Comparator.comparingInt(FleetStatusView::urgency))
                .limit(MOST_SERVERS)
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        var table = new TextTable.Builder(5).row("server", "state", "time", "migration", "");
        shown.forEach(server -> table.row(
                server.server(),
                server.phase().text() + (server.attempt() > 1 ? ", attempt " + server.attempt() : ""),
                time(server).orElse(""),
                server.migration().map(Object::toString).orElse(""),
                server.reason().orElse("")));
        lines.addAll(table.lines());
        var more = status.servers().stream()
                        .filter(server -> server.phase() != ServerPhase.REMOVED)
                        .count()
                - shown.size();
        if (more > 0) {
            lines.add("  and %,d more; --json has all".formatted(more));
        }
        lines.add("");
    }

    private static int urgency(ServerStatus server) {
        return switch (server.phase()) {
            case FAILED -> 0;
            case CANCELLING -> 1;
            case RUNNING -> 2;
            case SKIPPED -> 3;
            case CANCELLED -> 4;
            case WAITING -> 5;
            case SUCCEEDED -> 6;
            case REMOVED -> 7;
        };
    }

    /// Whole seconds: a view that is drawn anew shall not flicker.
    private Optional<String> time(ServerStatus server) {
        return server.startedAt()
                .map(start -> Duration.between(start, server.endedAt().orElse(now)))
                .map(time -> Quantities.time(time.truncatedTo(ChronoUnit.SECONDS)));
    }

    private void nextStep() {
        if (status.phase() == FleetPhase.PAUSED) {
            lines.add("Nothing begins until: pgconvoy fleet resume --fleet " + status.fleet());
        }
        status.paused().ifPresent(this::pausedParts);
        if (status.phase() == FleetPhase.STOPPED) {
            lines.add(
                    "It goes on with: pgconvoy fleet retry --failed --fleet %s; or end it with: pgconvoy fleet cancel --fleet %s"
                            .formatted(status.fleet(), status.fleet()));
        }
    }

    private void pausedParts(PausedParts paused) {
        paused.waves().forEach(wave -> pausedPart("wave", wave));
        paused.servers().forEach(server -> pausedPart("server", server));
    }

    private void pausedPart(String kind, String name) {
        lines.add("The %s %s is paused; nothing of it begins until: pgconvoy fleet resume --%s %s --fleet %s"
                .formatted(kind, name, kind, name, status.fleet()));
    }
}
