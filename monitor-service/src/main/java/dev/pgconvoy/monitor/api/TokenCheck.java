package dev.pgconvoy.monitor.api;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/// Lets nobody to any resource without the token that is demanded. What counts is the resource that was found, not how
/// its path was written.
final class TokenCheck {

    private final Callers callers;

    TokenCheck(Callers callers) {
        this.callers = callers;
    }

    @ServerRequestFilter
    Uni<@Nullable Response> check(SimpleResourceInfo resource) {
        if (resource.getResourceClass().isAnnotationPresent(ChecksCallersItself.class)) {
            return Uni.createFrom().nullItem();
        }
        return callers.mayCall().map(may -> may ? null : refusal());
    }

    private static Response refusal() {
        var problem = Problem.of(
                Response.Status.UNAUTHORIZED,
                "A bearer token is demanded, and there is none or it is not valid here.",
                "Authorization",
                "Send a token of the configured issuer and audience: Authorization: Bearer …");
        return Response.fromResponse(problem.response())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }
}
