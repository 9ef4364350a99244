package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.schedule.WaveRun.GatePass;
import dev.pgconvoy.fleet.status.ServerPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// When a gate opens, and which checks it asks for.
///
/// An approval that is given stays. All other gates are looked at anew until the wave
/// begins, as what held a while ago may hold no more: a wave that has such gates begins at
/// a moment at which all of them hold, its window lets a server begin that is not paused,
/// and neither it nor the fleet is paused.
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
    private @Nullable Boolean isWorthLooking;

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

    /// Of the first wave that is not done, when its gates are to hold still.
    static Optional<GateRules> inTurn(FleetRun fleet) {
        var waves = fleet.layout().waves();
        for (var index = 0; index < waves.size(); index++) {
            switch (fleet.wave(waves.get(index)).phase()) {
                case DONE -> {}
                case GATED, OPEN -> {
                    return Optional.of(new GateRules(fleet, index)).filter(GateRules::areNeeded);
                }
                case WAITING, STOPPED -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /// Until a server of the wave begins, also while limits keep all of them from that.
    boolean areNeeded() {
        return switch (fleet.wave(wave).phase()) {
            case GATED -> true;
            case OPEN -> needsQuiesced() && !hasBegun();
            case WAITING, STOPPED, DONE -> false;
        };
    }

    /// The servers whose checks are due.
    Stream<ServerRun> dueChecks(Instant now) {
        return waitingForChecks()
                .filter(run ->
                        nextCheck(run, now).filter(at -> !now.isBefore(at)).isPresent());
    }

    /// Opens and closes gates by what is known now.
    void look(Instant now) {
        for (var gate : gates) {
            var holds = holds(gate, now);
            if (holds && !isPassed(gate)) {
                fleet.put(fleet.wave(wave).passing(gate.name(), new GatePass(now, Optional.empty(), Optional.empty())));
            }
            if (!holds && isPassed(gate)) {
                fleet.put(fleet.wave(wave).keeping(name -> !name.equals(gate.name())));
            }
        }
    }

    private boolean isPassed(Gate gate) {
        return fleet.wave(wave).passed().containsKey(gate.name());
    }

    /// Whether the wave may begin, by what was seen a moment ago.
    boolean areOpen(Instant now) {
        return gates.stream().allMatch(this::isPassed)
                && (gates.stream().noneMatch(GateRules::isLookedAt) || hasTimeToBegin(now));
    }

    /// Whether an open wave waits for its gates again: limits have kept all of its servers from
    /// beginning until a gate holds no more, its window has closed, or they, it or the fleet were paused.
    boolean areClosedAgain(Instant now) {
        return gates.stream().anyMatch(GateRules::isLookedAt)
                && !hasBegun()
                && (!hasTimeToBegin(now)
                        || !gates.stream().filter(GateRules::tellsOfNow).allMatch(gate -> holds(gate, now)));
    }

    /// Whether it says how the servers are now, and not what somebody has once found.
    private static boolean tellsOfNow(Gate gate) {
        return switch (gate) {
            case Gate.AllVerified _, Gate.NoWritesFor _ -> true;
            case Gate.Approval _, Gate.CheckPassed _ -> false;
        };
    }

    private boolean hasBegun() {
        var since = fleet.wave(wave).since().orElse(Instant.MIN);
        return fleet.membersOf(index).stream()
                .anyMatch(run -> run.isActive()
                        || run.startedAt().filter(at -> !at.isBefore(since)).isPresent());
    }

    private boolean hasTimeToBegin(Instant now) {
        var window = fleet.layout().windowOf(wave);
        var isOnlyRunning = window.isEmpty() && toBeChecked().findAny().isEmpty();
        return !fleet.head().isPaused(wave)
                && (isOnlyRunning
                        || toBeChecked()
                                .filter(run -> !fleet.head().isPaused(run))
                                .anyMatch(run -> window.map(times -> times.admits(now, fleet.expected(run)))
                                        .orElse(true)));
    }

    /// Whether the gate may close again by itself.
    private static boolean isLookedAt(Gate gate) {
        return switch (gate) {
            case Gate.Approval _ -> false;
            case Gate.AllVerified _, Gate.NoWritesFor _, Gate.CheckPassed _ -> true;
        };
    }

    /// The wave with its approvals: all other gates are to be passed again.
    WaveRun withApprovals() {
        var lookedAt =
                gates.stream().filter(GateRules::isLookedAt).map(Gate::name).collect(Collectors.toSet());
        return fleet.wave(wave).keeping(name -> !lookedAt.contains(name));
    }

    private boolean holds(Gate gate, Instant now) {
        return switch (gate) {
            case Gate.AllVerified _ ->
                IntStream.range(0, index)
                        .mapToObj(fleet::membersOf)
                        .flatMap(List::stream)
                        .allMatch(run -> run.phase() == ServerPhase.SUCCEEDED && run.verified());
            case Gate.Approval _ -> isPassed(gate);
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
        return check.passedAt()
                .filter(at -> !now.isAfter(at.plus(oldestPass(duration))))
                .isPresent();
    }

    private Duration oldestPass(Duration duration) {
        return betweenPasses(duration)
                .multipliedBy(2)
                .plus(CHECK_TAKES.multipliedBy(fleet.layout().turnsOfChecks(index) - 1L));
    }

    /// What checks that pass now make of what was known: a source that nobody has looked at for long begins anew to be
    /// unused.
    CheckRun passed(CheckRun check, Instant now) {
        return (longestQuiet.filter(duration -> !isFresh(check, duration, now)).isPresent() ? check.forgotten() : check)
                .passed(now);
    }

    private Stream<ServerRun> toBeChecked() {
        return fleet.count(index).waiting().stream().map(fleet::known);
    }

    /// When the patience of an approval ends that has not been given.
    Optional<Instant> approvalEnds() {
        return fleet.wave(wave)
                .since()
                .flatMap(since -> gates.stream()
                        .filter(gate -> !isPassed(gate))
                        .flatMap(gate -> gate instanceof Gate.Approval approval
                                ? approval.timeout().stream()
                                : Stream.<Duration>empty())
                        .map(since::plus)
                        .min(Instant::compareTo));
    }

    /// When the window of the wave opens or closes, where its gates are to hold at a time when it
    /// is open and nothing but checks keeps them from that.
    Optional<Instant> windowChanges(Instant now) {
        return gates.stream().anyMatch(GateRules::isLookedAt)
                        && gates.stream().allMatch(gate -> needsChecks(gate) || isPassed(gate))
                ? fleet.layout().windowOf(wave).flatMap(window -> window.changesAfter(now))
                : Optional.empty();
    }

    private static boolean needsChecks(Gate gate) {
        return switch (gate) {
            case Gate.NoWritesFor _, Gate.CheckPassed _ -> true;
            case Gate.AllVerified _, Gate.Approval _ -> false;
        };
    }

    boolean needsQuiesced() {
        return longestQuiet.isPresent();
    }

    /// When a server is to be checked next; empty when that is not needed or under way. One that
    /// was unused for long enough is checked on until the wave begins.
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
        return longestQuiet
                .filter(_ -> isWorthLooking())
                .flatMap(duration -> check.passedAt().flatMap(at -> whenUseful(at, duration, now)));
    }

    /// Nobody knows when servers of earlier waves that are not verified will be. Asked for each server,
    /// and answered once: gates do not change while checks are looked for.
    private boolean isWorthLooking() {
        var known = isWorthLooking;
        if (known == null) {
            known = gates.stream().filter(Gate.AllVerified.class::isInstance).allMatch(this::isPassed);
            isWorthLooking = known;
        }
        return known;
    }

    /// While the window is closed, only so early that the source is found unused for long enough
    /// when it opens. Empty when it never opens again.
    private Optional<Instant> whenUseful(Instant passed, Duration duration, Instant now) {
        var next = passed.plus(betweenPasses(duration));
        var window = fleet.layout().windowOf(wave).filter(times -> !times.isOpenAt(now));
        if (window.isEmpty()) {
            return Optional.of(next);
        }
        var ahead = duration.plus(oldestPass(duration));
        return window.get()
                .changesAfter(now)
                .map(opens -> opens.minus(ahead))
                .map(early -> early.isAfter(next) ? early : next);
    }

    private static Duration betweenPasses(Duration duration) {
        var part = Duration.ofMillis(duration.toMillis() / PASSES_PER_DURATION);
        return part.compareTo(SHORTEST_BETWEEN_PASSES) < 0 ? SHORTEST_BETWEEN_PASSES : part;
    }

    /// In the order of the plan.
    Stream<ServerRun> waitingForChecks() {
        return gates.stream().anyMatch(GateRules::needsChecks) && !fleet.head().isPaused(wave)
                ? fleet.membersOf(index).stream().filter(ServerRun::isWaiting)
                : Stream.empty();
    }
}
