package dev.pgconvoy.monitor;

import dev.pgconvoy.monitor.fold.FoldRunner;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Down when the fold has ended and only a restart helps.
@Liveness
final class FoldLiveness implements HealthCheck {

    private final FoldRunner fold;

    FoldLiveness(FoldRunner fold) {
        this.fold = fold;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("fold").status(!fold.isBeyondHelp()).build();
    }
}
