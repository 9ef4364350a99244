package dev.pgconvoy.monitor;

import dev.pgconvoy.monitor.fold.FoldRunner;
import dev.pgconvoy.monitor.view.ViewFollower;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when facts are folded and every state is known here.
@Readiness
final class FoldReadiness implements HealthCheck {

    private final FoldRunner fold;
    private final ViewFollower follower;

    FoldReadiness(FoldRunner fold, ViewFollower follower) {
        this.fold = fold;
        this.follower = follower;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("monitor")
                .status(fold.isRunning()
                        && follower.isCaughtUp()
                        && follower.loops().isReady())
                .withData("fold running", fold.isRunning())
                .withData("view caught up", follower.isCaughtUp())
                .withData("view moves", follower.loops().isReady())
                .build();
    }
}
