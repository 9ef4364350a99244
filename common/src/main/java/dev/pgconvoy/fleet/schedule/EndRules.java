package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.schedule.FleetFact.Ended;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import java.time.Instant;
import java.util.Optional;

/// What becomes of a server when its migration, or its checks, have ended.
final class EndRules {

    /// What its window has cancelled so often does not fit into it.
    private static final int MOST_CLOSURES = 3;

    private final FleetRun fleet;
    private final PlanDiff diff;
    private final Instant now;

    EndRules(FleetRun fleet, PlanDiff diff, Instant now) {
        this.fleet = fleet;
        this.diff = diff;
        this.now = now;
    }

    void checksEnded(ServerRun run, Ended fact) {
        var check = run.check();
        if (check.requestHash().isEmpty() || !check.isWaitingFor(fact.id())) {
            fleet.put(run.checked(check.isWaitingFor(fact.id()) ? check.discarded() : check));
            return;
        }
        var isPassed = fact.state() == MigrationState.SUCCEEDED
                && check.requestHash().filter(fact.requestHash()::equals).isPresent();
        fleet.put(run.checked(
                isPassed ? passed(run) : check.failed(now, fact.reason().orElse("its checks have not passed"))));
    }

    private CheckRun passed(ServerRun run) {
        return fleet.layout()
                .waveOf(run.server())
                .map(wave -> new GateRules(fleet, wave).passed(run.check(), now))
                .orElseGet(() -> run.check().passed(now));
    }

    void ended(ServerRun run, Ended fact) {
        if (run.requestHash().filter(fact.requestHash()::equals).isEmpty()) {
            taken(run, fact.id());
            return;
        }
        switch (run.phase()) {
            case RUNNING -> running(run, fact);
            case CANCELLING -> cancelling(run, fact);
            case WAITING, SUCCEEDED, FAILED, CANCELLED, SKIPPED, REMOVED ->
                throw new IllegalStateException("a server that is not active has no migration: " + run.server());
        }
    }

    void checksTaken(ServerRun run, MigrationId id) {
        fleet.put(run.checked(run.check().failed(now, "the id %s stands for another request".formatted(id))));
    }

    /// Somebody else was quicker with the id. Nothing is retried unasked: the other request
    /// may write to this target.
    void taken(ServerRun run, MigrationId id) {
        switch (run.phase()) {
            case RUNNING ->
                fleet.put(run.failedOnce(
                        now,
                        Optional.of(
                                "the id %s stands for another request, which somebody has made; to migrate under the next id: pgconvoy fleet retry %s --fleet %s"
                                        .formatted(id, run.server(), fleet.name()))));
            case CANCELLING -> stopped(run);
            case WAITING, SUCCEEDED, FAILED, CANCELLED, SKIPPED, REMOVED -> {}
        }
    }

    private void running(ServerRun run, Ended fact) {
        switch (fact.state()) {
            case SUCCEEDED -> fleet.put(run.succeeded(fact.verified(), now));
            case CANCELED -> fleet.put(run.ended(ServerPhase.CANCELLED, fact.reason(), now));
            case FAILED, VALIDATION_FAILED, IN_PROGRESS, WAITING_FOR_USER_ACTION, CLEANING_UP ->
                failed(run, fact.reason());
        }
    }

    private void failed(ServerRun run, Optional<String> reason) {
        var failed = run.failedOnce(now, reason);
        fleet.put(failed);
        var retries = fleet.layout()
                .waveOf(run.server())
                .map(index -> fleet.layout().waves().get(index).onFailure().retry())
                .orElse(0);
        if (failed.failures() <= retries) {
            fleet.put(failed.again(reason));
        }
    }

    private void cancelling(ServerRun run, Ended fact) {
        if (fact.state() == MigrationState.SUCCEEDED && isStillWanted(run)) {
            fleet.put(run.succeeded(fact.verified(), now));
            return;
        }
        stopped(run);
    }

    private void stopped(ServerRun run) {
        switch (run.afterwards()) {
            case CANCELLED -> fleet.put(run.ended(ServerPhase.CANCELLED, run.reason(), now));
            case REMOVED -> fleet.put(run.ended(ServerPhase.REMOVED, run.reason(), now));
            case NEXT_WINDOW -> nextWindow(run);
            case ANEW ->
                fleet.layout()
                        .server(run.server())
                        .ifPresentOrElse(
                                server -> fleet.put(run.afresh(
                                        diff.contentHash(fleet.layout().fleet(), server))),
                                () -> fleet.put(run.ended(ServerPhase.CANCELLED, run.reason(), now)));
        }
    }

    /// It may have succeeded before it was stopped, and then it is not done once more for the same.
    private boolean isStillWanted(ServerRun run) {
        return switch (run.afterwards()) {
            case CANCELLED, NEXT_WINDOW -> true;
            case REMOVED -> false;
            case ANEW ->
                fleet.layout()
                        .server(run.server())
                        .filter(server ->
                                diff.contentHash(fleet.layout().fleet(), server).equals(run.contentHash()))
                        .isPresent();
        };
    }

    private void nextWindow(ServerRun run) {
        fleet.put(
                run.closures() < MOST_CLOSURES
                        ? run.again(run.reason())
                        : run.ended(
                                ServerPhase.FAILED,
                                Optional.of("its window has closed %d times before it had ended; make the window longer"
                                        .formatted(run.closures())),
                                now));
    }
}
