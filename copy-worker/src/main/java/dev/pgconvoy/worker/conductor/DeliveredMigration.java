package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.worker.dispatch.ConductorInbox;
import dev.pgconvoy.worker.dispatch.ObservationPublisher;
import dev.pgconvoy.worker.dispatch.ProgressHeartbeat;
import dev.pgconvoy.worker.lease.Lease;
import java.time.Instant;

/// A migration as it was delivered to this conductor, and the ways in which it hears and speaks of it.
///
/// @param repeated whether the migration was delivered before, and so may have ended
/// @param since from when on something may have been said of it
public record DeliveredMigration(
        MigrationSubmitted submission,
        boolean repeated,
        Instant since,
        ConductorInbox inbox,
        ObservationPublisher publisher,
        Lease lease,
        ProgressHeartbeat heartbeat) {

    public MigrationRequest request() {
        return submission.request();
    }

    public MigrationId id() {
        return submission.id();
    }

    public String requestHash() {
        return submission.acceptance().requestHash();
    }
}
