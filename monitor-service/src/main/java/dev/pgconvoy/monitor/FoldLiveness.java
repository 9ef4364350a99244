package dev.pgconvoy.monitor;

import dev.pgconvoy.monitor.fold.FoldRunner;
import dev.pgconvoy.monitor.view.Follower;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Down when the fold has ended, or fold or view stand still, and only a restart helps.
@Liveness
final class FoldLiveness implements HealthCheck {

    private final FoldRunner fold;

    private final Follower follower;

    FoldLiveness(FoldRunner fold, Follower follower) {
        this.fold = fold;
        this.follower = follower;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("fold")
                .status(!fold.isBeyondHelp() && follower.loops().isAlive())
                .build();
    }
}
