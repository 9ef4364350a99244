package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.worker.dispatch.ObservationPublisher;
import dev.pgconvoy.worker.dispatch.ProgressHeartbeat;
import dev.pgconvoy.worker.lease.Lease;

/// Leads one migration from the moment a worker takes it until it is over or somebody else's.
public final class Conductor {

    private final ConductorDependencies tools;

    public Conductor(ConductorDependencies tools) {
        this.tools = tools;
    }

    /// @param repeated whether the migration was delivered before, and so may have ended
    /// @return false when the migration is somebody else's, who may die before its end
    public boolean lead(Envelope<MigrationSubmitted> submitted, boolean repeated, Lease lease)
            throws InterruptedException {
        var submission = submitted.data();
        var publisher = new ObservationPublisher(
                tools.producer(), submission.id(), submission.acceptance().requestHash(), submitted.traceparent());
        var inbox = tools.switchboard().connect(submission.id());
        try (var heartbeat = new ProgressHeartbeat(publisher)) {
            var delivery =
                    new DeliveredMigration(submission, repeated, since(submitted), inbox, publisher, lease, heartbeat);
            if (submission.request().options().migrationOption() == MigrationOption.VERIFY) {
                new ComparisonAttempts(tools, delivery).compare();
                return true;
            }
            try (var attempts = new MigrationAttempts(tools, delivery)) {
                return attempts.migrate();
            }
        } finally {
            tools.switchboard().disconnect(submission.id(), inbox);
        }
    }

    /// From where the history is to be read: never later than this record, whatever the requester's clock said.
    private static java.time.Instant since(Envelope<MigrationSubmitted> submitted) {
        var requested = submitted.data().acceptance().requestedAt();
        return requested.isBefore(submitted.time()) ? requested : submitted.time();
    }
}
