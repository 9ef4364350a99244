package dev.pgconvoy.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/// Why there is no token to ask with: no identity, one that is refused, or an authority that is away for a while.
final class TokenFailures {

    private static final int THROTTLED = 429;
    private static final int LEAST_SERVER_FAULT = 500;

    private TokenFailures() {}

    /// @return empty when it is about something else
    static Optional<Failure> of(Throwable fault, String object) {
        return causes(fault)
                .filter(ClientAuthenticationException.class::isInstance)
                .map(ClientAuthenticationException.class::cast)
                .findFirst()
                .filter(failed ->
                        failed.getResponse() == null || failed.getResponse().getStatusCode() != 401)
                .map(failed -> of(failed, object));
    }

    private static Failure of(ClientAuthenticationException failed, String object) {
        var said = firstLine(failed);
        if (!(failed instanceof CredentialUnavailableException)
                && causes(failed).anyMatch(TokenFailures::mayPass)) {
            return new Failure(
                    FailureCode.SERVER_UNAVAILABLE,
                    object,
                    "Entra ID gives no token at the moment: " + said,
                    "Wait; it is tried again. Should it stay away, check the way to it and"
                            + " pgconvoy.azure.authority-host.");
        }
        return new Failure(
                FailureCode.AUTHENTICATION_FAILED,
                object,
                "Azure gave no token: " + said,
                "Give the service a managed identity, a workload identity or AZURE_TENANT_ID, AZURE_CLIENT_ID and"
                        + " AZURE_CLIENT_SECRET.");
    }

    private static boolean mayPass(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof MsalServiceException answered
                        && answered.statusCode() != null
                        && (answered.statusCode() == THROTTLED || answered.statusCode() >= LEAST_SERVER_FAULT);
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause);
    }

    private static String firstLine(Throwable fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }
}
