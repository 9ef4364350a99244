package dev.pgconvoy.monitor.arm;

import dev.pgconvoy.monitor.api.Callers;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/// Lets nobody to Azure's interface without the token that is demanded.
final class TokenCheck {

    private final Callers callers;

    TokenCheck(Callers callers) {
        this.callers = callers;
    }

    @ServerRequestFilter
    Uni<@Nullable Response> check(SimpleResourceInfo resource) {
        if (resource.getResourceClass() != ArmEndpoint.class) {
            return Uni.createFrom().nullItem();
        }
        return callers.mayCall().map(may -> may ? null : refusal());
    }

    private static Response refusal() {
        var answer = Answer.error(
                401,
                ArmError.of(
                        "AuthenticationFailed",
                        "Authentication failed. A bearer token of the configured issuer and audience is demanded."));
        return ArmEndpoint.response("GET", answer.with(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }
}
