package dev.pgconvoy.monitor.api;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Lets nobody to the REST API without the token that is demanded.
final class TokenCheck {

    private final Callers callers;

    TokenCheck(Callers callers) {
        this.callers = callers;
    }

    @ServerRequestFilter
    Uni<@Nullable Response> check(ContainerRequestContext request) {
        if (!request.getUriInfo().getPath().startsWith("/api/")) {
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
