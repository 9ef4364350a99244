package dev.pgconvoy.monitor;

import dev.pgconvoy.monitor.fold.FoldRunner;
import dev.pgconvoy.monitor.live.LiveFollower;
import dev.pgconvoy.monitor.view.ViewFollower;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Down when the fold has ended, or the fold, the view or the reader of live tasks stands
/// still, and only a restart helps.
@Liveness
final class FoldLiveness implements HealthCheck {

    private final FoldRunner fold;
    private final ViewFollower follower;
    private final LiveFollower live;

    FoldLiveness(FoldRunner fold, ViewFollower follower, LiveFollower live) {
        this.fold = fold;
        this.follower = follower;
        this.live = live;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("fold")
                .status(!fold.isBeyondHelp()
                        && follower.loops().isAlive()
                        && live.loops().isAlive())
                .build();
    }
}
