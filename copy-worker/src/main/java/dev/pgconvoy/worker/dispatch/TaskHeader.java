package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.copy.TaskLabel;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.rate.FleetMembership;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// What all tasks of one plan have in common, and by which its results are told from those of other plans.
///
/// @param epoch of the conductor that leads
/// @param run differs each time a plan is run, also by the same conductor
public record TaskHeader(MigrationRequest request, String requestHash, int epoch, String database, String run) {

    public static TaskHeader ofNewRun(MigrationRequest request, String requestHash, int epoch, String database) {
        return new TaskHeader(
                request,
                requestHash,
                epoch,
                database,
                "%016x".formatted(ThreadLocalRandom.current().nextLong()));
    }

    CopyTask task(String taskId, TaskLabel label, String snapshot, Work work) {
        return new CopyTask(
                taskId,
                run,
                request.id(),
                requestHash,
                epoch,
                database,
                request.source(),
                request.target(),
                snapshot,
                work,
                request.options().copy().maxBytesPerSecond(),
                request.options().copy().maxBytesPerSecondToTarget(),
                fleet(),
                request.options().copy().gentle(),
                Optional.of(label));
    }

    /// A request may name any fleet, and the smallest limit that anybody claims for it would hold
    /// for all: it counts for the migrations that are named as those of the fleet.
    private Optional<FleetMembership> fleet() {
        return request.fleet()
                .filter(claimed ->
                        FleetRequests.isOfFleet(claimed.name(), request.id().name()));
    }

    boolean isOf(TaskProgress progress) {
        return isOf(progress.run(), progress.epoch(), progress.database());
    }

    boolean isOf(TaskResult result) {
        return isOf(result.run(), result.epoch(), result.database()) && requestHash.equals(result.requestHash());
    }

    private boolean isOf(String otherRun, int otherEpoch, String otherDatabase) {
        return run.equals(otherRun) && epoch == otherEpoch && database.equals(otherDatabase);
    }
}
