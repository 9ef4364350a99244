package dev.pgconvoy.monitor.api;

import dev.pgconvoy.monitor.access.Callers;
import dev.pgconvoy.monitor.access.ChecksCallersItself;
import dev.pgconvoy.monitor.access.TokenVerdict;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/// Refuses each call of a resource that lacks the token which the resource demands. What counts is the resource that
/// was found, not how its path was written.
final class ResourceTokenCheck {

    private final Callers callers;

    ResourceTokenCheck(Callers callers) {
        this.callers = callers;
    }

    @ServerRequestFilter
    Uni<@Nullable Response> check(SimpleResourceInfo resource, ContainerRequestContext request) {
        if (resource.getResourceClass().isAnnotationPresent(ChecksCallersItself.class)) {
            return Uni.createFrom().nullItem();
        }
        return callers.check(request, request.getMethod().equals(HttpMethod.DELETE))
                .map(ResourceTokenCheck::refusal);
    }

    private static @Nullable Response refusal(TokenVerdict passport) {
        return switch (passport) {
            case VALID -> null;
            case MISSING ->
                Response.fromResponse(Problem.of(
                                        Response.Status.UNAUTHORIZED,
                                        "A bearer token is demanded, and there is none or it is not valid here.",
                                        "Authorization",
                                        "Send the token of this monitor, or one of its issuer and audience: Authorization: Bearer …")
                                .response())
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                        .build();
            case INSUFFICIENT ->
                Problem.of(
                                Response.Status.FORBIDDEN,
                                "The roles of your token do not allow this.",
                                "Authorization",
                                "Looking needs the role viewer, requesting and cancelling operator; PGCONVOY_HTTP_ROLES_* say which roles of tokens these are.")
                        .response();
        };
    }
}
