package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.schedule.PlanDiff.Standing;
import dev.pgconvoy.fleet.schedule.WaveRun.GatePass;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.GateStatus;
import dev.pgconvoy.fleet.status.LimitUse;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.fleet.status.WaveStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Shows a fleet.
final class FleetStatuses {

    private static final int MOST_LIMITS = 50;

    private FleetStatuses() {}

    static FleetStatus of(FleetRun fleet) {
        var head = fleet.head();
        return new FleetStatus(
                fleet.name(),
                head.revision(),
                head.phase(),
                head.appliedAt(),
                head.changedAt(),
                Optional.of(fleet.layout().settingsHash()),
                fleet.layout().waves().stream().map(wave -> wave(fleet, wave)).toList(),
                servers(fleet),
                Optional.of(limits(fleet)).filter(limits -> !limits.isEmpty()),
                head.parts());
    }

    /// Those that the plan gives come before the one place that a target has without any.
    private static List<LimitUse> limits(FleetRun fleet) {
        var limits = fleet.layout().limits();
        var uses = new TreeMap<String, LimitUse>();
        var usual = new TreeMap<String, LimitUse>();
        limits.total().ifPresent(most -> uses.put("total", new LimitUse("total", 0, most)));
        fleet.servers().stream().flatMap(run -> run.uses().stream()).forEach(used -> {
            limits.total().ifPresent(most -> count(uses, "total", most));
            limits.perSourceHost().ifPresent(most -> count(uses, "source " + used.sourceHost(), most));
            count(
                    limits.perTarget().isPresent() ? uses : usual,
                    "target " + used.targetHost(),
                    limits.perTarget().orElse(Occupancy.TARGET_TAKES));
            limits.perLabel()
                    .forEach((label, most) -> Optional.ofNullable(used.labels().get(label))
                            .ifPresent(value -> count(uses, "label %s=%s".formatted(label, value), most)));
        });
        return Stream.of(uses, usual)
                .flatMap(some -> some.values().stream()
                        .sorted(Comparator.comparingInt(FleetStatuses::percent)
                                .reversed()
                                .thenComparing(LimitUse::limit)))
                .limit(MOST_LIMITS)
                .toList();
    }

    private static void count(Map<String, LimitUse> uses, String limit, int most) {
        uses.merge(limit, new LimitUse(limit, 1, most), (known, _) -> new LimitUse(limit, known.used() + 1, most));
    }

    private static int percent(LimitUse use) {
        return use.used() * 100 / use.most();
    }

    static List<ServerStatus> servers(FleetRun fleet) {
        return fleet.servers().stream()
                .filter(run -> run.phase() != ServerPhase.REMOVED)
                .map(run -> server(fleet, run))
                .toList();
    }

    /// Without those that are removed as soon as they have stopped.
    static Standing remaining(FleetRun fleet) {
        return new Standing(
                Optional.of(fleet.layout().settingsHash()),
                fleet.servers().stream()
                        .filter(run -> run.phase() != ServerPhase.REMOVED && !run.isBeingRemoved())
                        .map(run -> server(fleet, run))
                        .toList());
    }

    private static WaveStatus wave(FleetRun fleet, Wave wave) {
        var run = fleet.wave(wave);
        return new WaveStatus(
                wave.name(),
                run.phase(),
                run.since(),
                run.reason(),
                fleet.layout().gatesOf(wave).stream()
                        .map(gate -> gate(run, gate))
                        .toList());
    }

    private static GateStatus gate(WaveRun run, Gate gate) {
        var pass = Optional.ofNullable(run.passed().get(gate.name()));
        return new GateStatus(
                gate.name(),
                gate instanceof Gate.Approval approval ? Optional.of(approval.role()) : Optional.empty(),
                pass.map(GatePass::at),
                pass.flatMap(GatePass::by),
                pass.flatMap(GatePass::reason)
                        .or(() -> pass.isEmpty() && run.phase() == WavePhase.GATED
                                ? Optional.of(waitsFor(gate))
                                : Optional.empty()));
    }

    private static String waitsFor(Gate gate) {
        return switch (gate) {
            case Gate.AllVerified _ -> "not all servers of the earlier waves have succeeded and are verified";
            case Gate.Approval approval -> "nobody with the role \"%s\" has approved".formatted(approval.role());
            case Gate.NoWritesFor quiet -> "the sources were not found unused for %s".formatted(quiet.duration());
            case Gate.CheckPassed _ -> "the checks of some servers have not passed";
        };
    }

    private static ServerStatus server(FleetRun fleet, ServerRun run) {
        var layout = fleet.layout();
        var wave = layout.waveOf(run.server()).map(layout.waves()::get).map(Wave::name);
        return new ServerStatus(
                run.server(),
                wave,
                run.phase(),
                run.contentHash(),
                layout.settingsHash(run.server()),
                run.attempt(),
                run.migration(),
                run.startedAt(),
                run.endedAt(),
                run.reason()
                        .or(() -> wave.isEmpty() && run.isWaiting()
                                ? Optional.of(
                                        "it is gone from the file; apply with --prune, or add it to the file again")
                                : Optional.empty()));
    }
}
