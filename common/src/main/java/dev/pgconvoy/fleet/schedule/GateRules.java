package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.schedule.WaveRun.GatePass;
import dev.pgconvoy.fleet.status.ServerPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// When a gate opens, and which checks it asks for.
final class GateRules {

    /// Checks that have failed are made again after this time.
    private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(5);
    private static final Duration SHORTEST_BETWEEN_PASSES = Duration.ofMinutes(1);
    private static final int PASSES_PER_DURATION = 4;
    /// At most, as a rule.
    private static final Duration CHECK_TAKES = Duration.ofMinutes(1);

    private final FleetRun fleet;
    private final int index;
    private final Wave wave;
    private final List<Gate> gates;
    private final Optional<Duration> longestQuiet;

    GateRules(FleetRun fleet, int index) {
        this.fleet = fleet;
        this.index = index;
        this.wave = fleet.layout().waves().get(index);
        this.gates = fleet.layout().gatesOf(wave);
        this.longestQuiet = gates.stream()
                .flatMap(gate ->
                        gate instanceof Gate.NoWritesFor quiet ? Stream.of(quiet.duration()) : Stream.<Duration>empty())
                .max(Duration::compareTo);
    }

    /// Of the first wave that is not done, when it waits for its gates.
    static Optional<GateRules> inTurn(FleetRun fleet) {
        var waves = fleet.layout().waves();
        for (var index = 0; index < waves.size(); index++) {
            switch (fleet.wave(waves.get(index)).phase()) {
                case DONE -> {}
                case GATED -> {
                    return Optional.of(new GateRules(fleet, index));
                }
                case WAITING, OPEN, STOPPED -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /// The servers whose checks are due.
    Stream<ServerRun> dueChecks(Instant now) {
        return waitingForChecks()
                .filter(run ->
                        nextCheck(run, now).filter(at -> !now.isBefore(at)).isPresent());
    }

    /// Opens what can be opened.
    ///
    /// @return whether all gates are open
    boolean open(Instant now) {
        for (var gate : gates) {
            if (!fleet.wave(wave).passed().containsKey(gate.name()) && holds(gate, now)) {
                fleet.put(fleet.wave(wave).passing(gate.name(), new GatePass(now, Optional.empty(), Optional.empty())));
            }
        }
        return gates.stream().allMatch(gate -> fleet.wave(wave).passed().containsKey(gate.name()));
    }

    private boolean holds(Gate gate, Instant now) {
        return switch (gate) {
            case Gate.AllVerified _ ->
                IntStream.range(0, index)
                        .mapToObj(fleet::membersOf)
                        .flatMap(List::stream)
                        .allMatch(run -> run.phase() == ServerPhase.SUCCEEDED && run.verified());
            case Gate.Approval _ -> false;
            case Gate.NoWritesFor(var _, var duration) ->
                toBeChecked()
                        .allMatch(run -> isFresh(run.check(), duration, now)
                                && quiet(run.check()).compareTo(duration) >= 0);
            case Gate.CheckPassed _ ->
                toBeChecked().allMatch(run -> run.check().passedAt().isPresent());
        };
    }

    private static Duration quiet(CheckRun check) {
        return check.passedSince()
                .flatMap(since -> check.passedAt().map(at -> Duration.between(since, at)))
                .orElse(Duration.ZERO);
    }

    /// Nobody knows what was written since a pass that is old. Where limits let the servers
    /// be looked at in turns only, each turn makes all of them a little older.
    private boolean isFresh(CheckRun check, Duration duration, Instant now) {
        var oldest = betweenPasses(duration)
                .multipliedBy(2)
                .plus(CHECK_TAKES.multipliedBy(fleet.layout().turnsOfChecks(index) - 1L));
        return check.passedAt().filter(at -> !now.isAfter(at.plus(oldest))).isPresent();
    }

    /// What checks that pass now make of what was known: a source that nobody has looked at for long begins anew to be
    /// unused.
    CheckRun passed(CheckRun check, Instant now) {
        return (longestQuiet.filter(duration -> !isFresh(check, duration, now)).isPresent() ? check.forgotten() : check)
                .passed(now);
    }

    private Stream<ServerRun> toBeChecked() {
        return fleet.membersOf(index).stream().filter(ServerRun::isWaiting);
    }

    /// When the patience of an approval ends that has not been given.
    Optional<Instant> approvalEnds() {
        return fleet.wave(wave)
                .since()
                .flatMap(since -> gates.stream()
                        .filter(gate -> !fleet.wave(wave).passed().containsKey(gate.name()))
                        .flatMap(gate -> gate instanceof Gate.Approval approval
                                ? approval.timeout().stream()
                                : Stream.<Duration>empty())
                        .map(since::plus)
                        .min(Instant::compareTo));
    }

    boolean needsChecks() {
        return gates.stream().anyMatch(gate -> switch (gate) {
            case Gate.NoWritesFor _, Gate.CheckPassed _ ->
                !fleet.wave(wave).passed().containsKey(gate.name());
            case Gate.AllVerified _, Gate.Approval _ -> false;
        });
    }

    boolean needsQuiesced() {
        return longestQuiet.isPresent();
    }

    /// When a server is to be checked next; empty when that is not needed or under way. One that was unused for long
    /// enough is checked on until the others are, too.
    Optional<Instant> nextCheck(ServerRun run, Instant now) {
        var check = run.check();
        if (check.running().isPresent()) {
            return Optional.empty();
        }
        if (check.endedAt().isEmpty()) {
            return Optional.of(now);
        }
        if (check.passedAt().isEmpty()) {
            return check.endedAt().map(at -> at.plus(BETWEEN_CHECKS));
        }
        return longestQuiet.flatMap(duration -> check.passedAt().map(at -> at.plus(betweenPasses(duration))));
    }

    private static Duration betweenPasses(Duration duration) {
        var part = Duration.ofMillis(duration.toMillis() / PASSES_PER_DURATION);
        return part.compareTo(SHORTEST_BETWEEN_PASSES) < 0 ? SHORTEST_BETWEEN_PASSES : part;
    }

    Stream<ServerRun> waitingForChecks() {
        return needsChecks() ? toBeChecked() : Stream.empty();
    }
}
