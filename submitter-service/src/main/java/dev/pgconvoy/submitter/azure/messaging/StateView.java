package dev.pgconvoy.submitter.azure.messaging;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.StateFollower;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.submitter.azure.application.DesiredStates;
import dev.pgconvoy.submitter.azure.model.DesiredState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What the monitor says of migrations that go to Azure, read from the beginning: which of them are to be stopped, and
/// which are over.
public final class StateView implements DesiredStates {

    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final Map<MigrationId, DesiredState> wishes = new ConcurrentHashMap<>();
    private final StateFollower follower;

    public StateView(Map<String, Object> connection, EventReader reader) {
        follower = new StateFollower(connection, reader, this::keep, wishes::remove);
    }

    public LoopWatch loops() {
        return follower.loops();
    }

    public void start() {
        follower.start();
    }

    @Override
    public DesiredState of(MigrationId id) {
        return wishes.getOrDefault(id, DesiredState.RUN);
    }

    /// Whether all is read that was there when we began; it waits a while for it.
    boolean awaitCaughtUp() throws InterruptedException {
        return follower.awaitCaughtUp(A_WHILE);
    }

    void keep(MigrationStatus status) {
        if (status.request().options().executor() != ExecutorKind.AZURE) {
            return;
        }
        if (status.state().isFinal()) {
            wishes.put(status.id(), DesiredState.ENDED);
        } else if (status.substate() == Substate.CANCELING_REQUESTED_DB_MIGRATIONS) {
            wishes.put(status.id(), DesiredState.STOP);
        } else {
            wishes.remove(status.id());
        }
    }

    public void stop() throws InterruptedException {
        follower.stop();
    }
}
