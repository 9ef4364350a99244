package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.OnFailure;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.schedule.ServerRun.Afterwards;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.WavePhase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How waves follow each other: gates, canaries, failures, windows that close, and the end.
final class WaveRules {

    private final FleetRun fleet;
    private final Instant now;
    private final MigrationOrders orders;

    WaveRules(FleetRun fleet, Instant now, MigrationOrders orders) {
        this.fleet = fleet;
        this.now = now;
        this.orders = orders;
    }

    void advance() {
        var waves = fleet.layout().waves();
        var before = true;
        for (var index = 0; index < waves.size(); index++) {
            var wave = waves.get(index);
            if (fleet.wave(wave).phase() == WavePhase.DONE
                    && !fleet.count(index).hasEnded()) {
                // Its gates have opened for other work.
                fleet.put(WaveRun.waiting(wave.name()));
            }
            if (fleet.wave(wave).isOpen() && new GateRules(fleet, index).areClosedAgain(now)) {
                fleet.put(fleet.wave(wave).in(WavePhase.GATED, now, Optional.empty()));
            }
            if (before) {
                step(index, wave);
            } else if (fleet.wave(wave).phase() == WavePhase.GATED) {
                new GateRules(fleet, index).look(now);
            }
            if (fleet.wave(wave).isOpen()) {
                open(index, wave);
            }
            before = before && fleet.wave(wave).phase() == WavePhase.DONE;
        }
    }

    /// From waiting to open, for the first wave that is not done.
    private void step(int index, Wave wave) {
        if (isOverBeforeItsGates(index, wave)) {
            fleet.put(fleet.wave(wave).in(WavePhase.DONE, now, Optional.empty()));
        }
        if (fleet.wave(wave).phase() == WavePhase.WAITING) {
            fleet.put(fleet.wave(wave).in(WavePhase.GATED, now, Optional.empty()));
        }
        if (fleet.wave(wave).phase() == WavePhase.GATED) {
            var gates = new GateRules(fleet, index);
            gates.look(now);
            if (gates.areOpen(now)) {
                fleet.put(fleet.wave(wave).in(WavePhase.OPEN, now, Optional.empty()));
            } else if (gates.approvalEnds().filter(end -> !now.isBefore(end)).isPresent()) {
                fleet.put(gates.withApprovals()
                        .in(WavePhase.STOPPED, now, Optional.of("nobody has approved it in time")));
            }
        }
    }

    private boolean isOverBeforeItsGates(int index, Wave wave) {
        return switch (fleet.wave(wave).phase()) {
            case WAITING, GATED -> fleet.count(index).hasEnded() && !failsTooMuch(index, wave);
            case STOPPED -> fleet.count(index).hasEnded() && fleet.wave(wave).waived();
            case OPEN, DONE -> false;
        };
    }

    private void open(int index, Wave wave) {
        if (fleet.count(index).hasEnded() && !failsTooMuch(index, wave)) {
            fleet.put(fleet.wave(wave).in(WavePhase.DONE, now, Optional.empty()));
            return;
        }
        canaryThatEndedBadly(index)
                .filter(_ -> !fleet.wave(wave).waived())
                .ifPresentOrElse(
                        canary -> stop(
                                wave,
                                "the canary \"%s\" has not succeeded (%s)"
                                        .formatted(
                                                canary.server(), canary.phase().text())),
                        () -> stopAfterFailures(index, wave));
        if (fleet.layout()
                .windowOf(wave)
                .filter(window -> window.cancelsWhatRuns(now))
                .isPresent()) {
            runningIn(index).forEach(this::cancelAtClose);
        }
    }

    private void stopAfterFailures(int index, Wave wave) {
        if (failsTooMuch(index, wave)) {
            stop(
                    wave,
                    "%d servers have failed, and %d may"
                            .formatted(
                                    fleet.count(index).failed(),
                                    wave.onFailure().maxFailed()));
        }
    }

    private boolean failsTooMuch(int index, Wave wave) {
        return !fleet.wave(wave).waived()
                && wave.onFailure().then() == OnFailure.Then.STOP_WAVE
                && fleet.count(index).failed() > wave.onFailure().maxFailed();
    }

    private Optional<ServerRun> canaryThatEndedBadly(int index) {
        return fleet.layout().canariesOf(index).stream()
                .sorted()
                .map(fleet::known)
                .filter(run -> run.phase().isEnded() && run.phase() != ServerPhase.SUCCEEDED)
                .findFirst();
    }

    private void stop(Wave wave, String reason) {
        fleet.put(fleet.wave(wave).in(WavePhase.STOPPED, now, Optional.of(reason)));
    }

    private List<ServerRun> runningIn(int index) {
        return fleet.membersOf(index).stream()
                .filter(run -> run.phase() == ServerPhase.RUNNING)
                .toList();
    }

    private void cancelAtClose(ServerRun run) {
        orders.cancel(fleet, run.closedOnce(), Afterwards.NEXT_WINDOW, "its window has closed");
    }

    /// When time alone changes something.
    Optional<Instant> wake() {
        var waves = fleet.layout().waves();
        Optional<Instant> first = Optional.empty();
        var before = true;
        for (var index = 0; index < waves.size(); index++) {
            var wave = waves.get(index);
            if (fleet.wave(wave).isOpen()) {
                first = earlier(first, fleet.layout().windowOf(wave).flatMap(window -> window.changesAfter(now)));
            }
            var gates = new GateRules(fleet, index);
            if (before && gates.areNeeded()) {
                first = earlier(first, atGates(gates));
            }
            before = before && fleet.wave(wave).phase() == WavePhase.DONE;
        }
        return first;
    }

    /// Checks that are due and have not begun wait for a place; that somebody has ended
    /// tells when there is one.
    private Optional<Instant> atGates(GateRules gates) {
        return earlier(
                earlier(gates.approvalEnds(), gates.windowChanges(now)),
                gates.waitingForChecks()
                        .flatMap(run -> gates.nextCheck(run, now).stream())
                        .filter(now::isBefore)
                        .min(Instant::compareTo));
    }

    static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().isBefore(other.get()) ? one : other;
    }
}
