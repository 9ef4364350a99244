package dev.pgconvoy.monitor.arm;

import dev.pgconvoy.monitor.access.Callers;
import dev.pgconvoy.monitor.access.TokenVerdict;
import dev.pgconvoy.monitor.arm.protocol.ArmAnswer;
import dev.pgconvoy.monitor.arm.protocol.ArmError;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/// Refuses each call of Azure's interface that lacks the token which is demanded.
final class ArmTokenCheck {

    private static final String DEPLOYMENTS = "Microsoft.Resources";

    private final Callers callers;

    ArmTokenCheck(Callers callers) {
        this.callers = callers;
    }

    @ServerRequestFilter
    Uni<@Nullable Response> check(SimpleResourceInfo resource, ContainerRequestContext request) {
        if (resource.getResourceClass() != ArmEndpoint.class) {
            return Uni.createFrom().nullItem();
        }
        return callers.check(request, removes(request)).map(ArmTokenCheck::refusal);
    }

    /// A migration's DELETE cancels, a deployment's forgets.
    private static boolean removes(ContainerRequestContext request) {
        return request.getMethod().equals(HttpMethod.DELETE)
                && ArmEndpoint.segments(request.getUriInfo().getRequestUri().getRawPath()).stream()
                        .anyMatch(DEPLOYMENTS::equalsIgnoreCase);
    }

    private static @Nullable Response refusal(TokenVerdict passport) {
        return switch (passport) {
            case VALID -> null;
            case MISSING ->
                ArmEndpoint.response(
                        "GET",
                        ArmAnswer.error(
                                        401,
                                        ArmError.of(
                                                "AuthenticationFailed",
                                                "Authentication failed. The bearer token of this monitor, or one of its issuer and audience, is demanded."))
                                .with(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
            case INSUFFICIENT ->
                ArmEndpoint.response(
                        "GET",
                        ArmAnswer.error(
                                403,
                                ArmError.of(
                                        "AuthorizationFailed",
                                        "The roles of your token do not allow this: looking needs the role viewer, creating and cancelling operator, forgetting a deployment admin.")));
        };
    }
}
