package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.schedule.FleetFact.ActionRequested;
import dev.pgconvoy.fleet.schedule.ServerRun.Afterwards;
import dev.pgconvoy.fleet.schedule.WaveRun.GatePass;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.PausedParts;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.WavePhase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Does what somebody asks of a fleet. Asked twice, it is done once.
final class ActionRules {

    private static final String AGAIN = "it begins again when it has stopped";
    /// All approvals of a fleet are kept in one record.
    private static final long LONGEST_APPROVALS = 1024 * 1024;

    private final FleetRun fleet;
    private final PlanDiff diff;
    private final MigrationOrders orders;
    private final Instant now;

    ActionRules(FleetRun fleet, PlanDiff diff, MigrationOrders orders, Instant now) {
        this.fleet = fleet;
        this.diff = diff;
        this.orders = orders;
        this.now = now;
    }

    /// @return whether it was not refused
    boolean take(ActionRequested fact) {
        var action = fact.action();
        var refusal = Scheduler.movedOn(fleet.name(), fleet.head().revision(), fact.ifRevision())
                .or(() -> refusal(action));
        refusal.ifPresentOrElse(
                reason -> fleet.answer(new FleetNews.ActionRefused(action, reason), fact.cause()), () -> {
                    fleet.answer(new FleetNews.ActionTaken(action), fact.cause());
                    carryOut(action);
                });
        return refusal.isEmpty();
    }

    private Optional<String> refusal(FleetAction action) {
        return switch (action) {
            case FleetAction.Approve approve ->
                unknownWave(Optional.of(approve.wave()))
                        .or(() -> approvals(approve).isEmpty()
                                ? Optional.of("the wave \"%s\" has no approval gate for the role \"%s\""
                                        .formatted(approve.wave(), approve.role()))
                                : Optional.empty())
                        .or(() -> tooMuchApproved(approve));
            case FleetAction.Cancel cancel -> unknownWave(cancel.wave()).or(() -> unknownServer(cancel.server()));
            case FleetAction.Retry retry ->
                unknownWave(retry.wave())
                        .or(() -> unknownServer(retry.server()))
                        .or(() -> unplannedServer(retry.server()));
            case FleetAction.Delete _ -> stillRunning();
            case FleetAction.Pause pause -> unknownWave(pause.wave()).or(() -> unknownServer(pause.server()));
            case FleetAction.Resume resume ->
                isPaused(resume)
                        ? Optional.empty()
                        : unknownWave(resume.wave()).or(() -> unknownServer(resume.server()));
        };
    }

    /// Perhaps by a name that is gone from the plan.
    private boolean isPaused(FleetAction.Resume resume) {
        var parts = fleet.head().pausedParts();
        return !parts.without(resume.wave(), resume.server()).equals(parts);
    }

    private Optional<String> tooMuchApproved(FleetAction.Approve approve) {
        var now = fleet.wave(wave(approve.wave()));
        var next = approved(approve);
        return next.equals(now) || fleet.head().with(next).lengthOfPasses() <= LONGEST_APPROVALS
                ? Optional.empty()
                : Optional.of(
                        "what is approved of the fleet \"%s\" would take more than %d bytes; let fewer gates of a wave ask for an approval, or split the file into several fleets"
                                .formatted(fleet.name(), LONGEST_APPROVALS));
    }

    private Optional<String> stillRunning() {
        var migrations =
                fleet.servers().stream().filter(run -> run.phase().isActive()).toList();
        if (!migrations.isEmpty()) {
            return Optional.of(
                    "its migrations still run (%d, such as that of \"%s\"); let them end, or cancel them with: pgconvoy fleet cancel --fleet %s"
                            .formatted(migrations.size(), migrations.getFirst().server(), fleet.name()));
        }
        var checks = fleet.servers().stream()
                .filter(run -> run.check().running().isPresent())
                .toList();
        return checks.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "its checks still run (of %d servers, such as \"%s\"); they end by themselves, and no more begin after: pgconvoy fleet pause --fleet %s"
                                .formatted(checks.size(), checks.getFirst().server(), fleet.name()));
    }

    private Optional<String> unknownWave(Optional<String> name) {
        return name.filter(wave -> waves().noneMatch(one -> one.name().equals(wave)))
                .map(wave -> "the fleet has no wave \"%s\"".formatted(wave));
    }

    private Optional<String> unknownServer(Optional<String> name) {
        return name.filter(server -> fleet.server(server)
                        .filter(run -> run.phase() != ServerPhase.REMOVED)
                        .isEmpty())
                .map(server -> "the fleet has no server \"%s\"".formatted(server));
    }

    private Optional<String> unplannedServer(Optional<String> name) {
        return name.filter(server -> fleet.layout().server(server).isEmpty())
                .map(server -> "the server \"%s\" is gone from the plan; add it to the file again and apply that"
                        .formatted(server));
    }

    private Stream<Wave> waves() {
        return fleet.layout().waves().stream();
    }

    private Wave wave(String name) {
        return waves().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    private void carryOut(FleetAction action) {
        switch (action) {
            case FleetAction.Approve approve -> approve(approve);
            case FleetAction.Pause pause -> pause(pause);
            case FleetAction.Resume resume -> resume(resume);
            case FleetAction.Cancel cancel -> cancel(cancel);
            case FleetAction.Retry retry -> retry(retry);
            case FleetAction.Delete _ -> fleet.update(fleet.head());
        }
    }

    private void pause(FleetAction.Pause pause) {
        var isOfAll = pause.wave().isEmpty() && pause.server().isEmpty();
        change(fleet.head().paused() || isOfAll, fleet.head().pausedParts().with(pause.wave(), pause.server()));
    }

    private void resume(FleetAction.Resume resume) {
        var isOfAll = resume.wave().isEmpty() && resume.server().isEmpty();
        change(
                fleet.head().paused() && !isOfAll,
                isOfAll ? PausedParts.NONE : fleet.head().pausedParts().without(resume.wave(), resume.server()));
    }

    private void change(boolean isPaused, PausedParts parts) {
        var next = fleet.head().paused(isPaused).paused(parts);
        if (!next.equals(fleet.head())) {
            fleet.update(next);
        }
    }

    private List<Gate.Approval> approvals(FleetAction.Approve approve) {
        return fleet.layout().gatesOf(wave(approve.wave())).stream()
                .flatMap(gate ->
                        gate instanceof Gate.Approval approval ? Stream.of(approval) : Stream.<Gate.Approval>empty())
                .filter(approval -> approval.role().equals(approve.role()))
                .toList();
    }

    /// Also before the wave's turn has come. A wave that was stopped because nobody had approved it goes on.
    private void approve(FleetAction.Approve approve) {
        var before = fleet.wave(wave(approve.wave()));
        var next = approved(approve);
        if (!next.equals(before)) {
            fleet.put(next.phase() == WavePhase.STOPPED ? next.in(WavePhase.GATED, now, Optional.empty()) : next);
        }
    }

    /// The wave with what is approved; what was approved before stays as it is.
    private WaveRun approved(FleetAction.Approve approve) {
        var run = fleet.wave(wave(approve.wave()));
        for (var approval : approvals(approve)) {
            if (!run.passed().containsKey(approval.name())) {
                run = run.passing(
                        approval.name(), new GatePass(now, Optional.of(approve.by()), Optional.of(approve.reason())));
            }
        }
        return run;
    }

    private Stream<ServerRun> meant(Optional<String> wave, Optional<String> server) {
        return fleet.servers().stream()
                .filter(run -> server.map(run.server()::equals).orElse(true))
                .filter(run -> wave.map(name -> isIn(run, name)).orElse(true));
    }

    private boolean isIn(ServerRun run, String wave) {
        return fleet.layout()
                .waveOf(run.server())
                .map(index -> fleet.layout().waves().get(index).name())
                .filter(wave::equals)
                .isPresent();
    }

    private void cancel(FleetAction.Cancel cancel) {
        var reason = cancel.reason().isBlank() ? "somebody has cancelled it" : cancel.reason();
        meant(cancel.wave(), cancel.server()).forEach(run -> {
            switch (run.phase()) {
                case WAITING -> fleet.put(run.ended(ServerPhase.CANCELLED, Optional.of(reason), now));
                case RUNNING -> orders.cancel(fleet, run, Afterwards.CANCELLED, reason);
                case CANCELLING -> fleet.put(run.cancelling(Afterwards.CANCELLED, reason));
                case SUCCEEDED, FAILED, CANCELLED, SKIPPED, REMOVED -> {}
            }
        });
        if (cancel.server().isEmpty()) {
            waves().filter(wave -> cancel.wave().map(wave.name()::equals).orElse(true))
                    .forEach(this::waive);
        }
    }

    /// A wave that nobody wants any more stops no other one.
    private void waive(Wave wave) {
        var run = fleet.wave(wave).waived(true);
        fleet.put(
                switch (run.phase()) {
                    case STOPPED -> run.in(afterGates(wave), now, Optional.empty());
                    case WAITING, GATED, OPEN, DONE -> run;
                });
    }

    private WavePhase afterGates(Wave wave) {
        return fleet.layout().gatesOf(wave).stream()
                        .allMatch(gate -> fleet.wave(wave).passed().containsKey(gate.name()))
                ? WavePhase.OPEN
                : WavePhase.GATED;
    }

    private void retry(FleetAction.Retry retry) {
        meant(retry.wave(), retry.server())
                .forEach(run -> fleet.layout().server(run.server()).ifPresent(server -> {
                    switch (run.phase()) {
                        case FAILED, CANCELLED, SKIPPED ->
                            fleet.put(run.afresh(diff.contentHash(fleet.layout().fleet(), server)));
                        case CANCELLING -> fleet.put(run.cancelling(Afterwards.ANEW, AGAIN));
                        case WAITING, RUNNING, SUCCEEDED, REMOVED -> {}
                    }
                }));
        waves().filter(wave -> isMeant(wave, retry)).forEach(this::reopen);
    }

    private boolean isMeant(Wave wave, FleetAction.Retry retry) {
        return retry.wave().map(wave.name()::equals).orElse(true)
                && retry.server()
                        .flatMap(fleet.layout()::waveOf)
                        .map(index -> fleet.layout().waves().get(index) == wave)
                        .orElse(true);
    }

    /// One that was stopped at a gate is there again; one that was done waits for its turn, and its
    /// approvals count if all of its gates had opened.
    private void reopen(Wave wave) {
        var run = fleet.wave(wave).waived(false);
        fleet.put(
                switch (run.phase()) {
                    case STOPPED -> run.in(afterGates(wave), now, Optional.empty());
                    case DONE ->
                        isWaitedFor(wave) && afterGates(wave) == WavePhase.OPEN
                                ? withApprovals(wave).again()
                                : run;
                    case WAITING, GATED, OPEN -> run;
                });
    }

    private WaveRun withApprovals(Wave wave) {
        return new GateRules(fleet, fleet.layout().waves().indexOf(wave))
                .withApprovals()
                .waived(false);
    }

    private boolean isWaitedFor(Wave wave) {
        return !fleet.count(fleet.layout().waves().indexOf(wave)).hasEnded();
    }
}
