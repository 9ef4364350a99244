package dev.pgconvoy.monitor.api;

import dev.pgconvoy.monitor.view.ViewFollower;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/// Refuses calls about migrations until the monitor has read every state that was there at its start: before, a list
/// would look empty, and a migration that runs would be answered as unknown. Once it has read them, no call is refused
/// again: what is known stays in memory.
final class CaughtUpCheck {

    private static final int AFTER_TOKEN_CHECK = Priorities.USER + 100;

    private final BooleanSupplier caughtUp;
    private volatile boolean wasCaughtUp;

    @Inject
    CaughtUpCheck(ViewFollower follower) {
        this(follower::isCaughtUp);
    }

    CaughtUpCheck(BooleanSupplier caughtUp) {
        this.caughtUp = caughtUp;
    }

    @ServerRequestFilter(priority = AFTER_TOKEN_CHECK)
    Optional<Response> check(SimpleResourceInfo resource) {
        return refusal(resource.getResourceClass());
    }

    Optional<Response> refusal(Class<?> resource) {
        if (!isAboutMigrations(resource.getAnnotation(Path.class)) || hasCaughtUp()) {
            return Optional.empty();
        }
        return Optional.of(Response.fromResponse(Problem.of(
                                Response.Status.SERVICE_UNAVAILABLE,
                                "The monitor still reads its topics.",
                                "",
                                "Send it again in some seconds; /q/health/ready says when the monitor is ready.")
                        .response())
                .header(HttpHeaders.RETRY_AFTER, "2")
                .build());
    }

    private boolean hasCaughtUp() {
        if (!wasCaughtUp && caughtUp.getAsBoolean()) {
            wasCaughtUp = true;
        }
        return wasCaughtUp;
    }

    private static boolean isAboutMigrations(@Nullable Path path) {
        return path != null && path.value().startsWith("/api");
    }
}
