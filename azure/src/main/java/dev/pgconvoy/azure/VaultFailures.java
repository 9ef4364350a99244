package dev.pgconvoy.azure;

import com.azure.core.exception.HttpResponseException;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import java.util.Optional;

/// What a fault of a call to a key vault means. No word of the vault is repeated: it could be the secret.
final class VaultFailures {

    private VaultFailures() {}

    static Failure of(Throwable fault, String reference) {
        return AzureFailures.ours(fault)
                .or(() -> TokenFailures.of(fault, reference))
                .or(() -> status(fault).map(status -> of(status, reference)))
                .orElseGet(() -> new Failure(
                        FailureCode.CONNECTION_LOST,
                        reference,
                        "The vault does not answer (%s).".formatted(name(fault)),
                        "Check its name, and the way to it from this service."));
    }

    private static Failure of(int status, String reference) {
        return switch (status) {
            case 404 ->
                new Failure(
                        FailureCode.AUTHENTICATION_FAILED,
                        reference,
                        "There is no such secret in this vault.",
                        "Correct its name, or make the secret.");
            case 401 ->
                new Failure(
                        FailureCode.AUTHENTICATION_FAILED,
                        reference,
                        "The vault does not take the token of this service.",
                        "Check the tenant and the identity of the service (pgconvoy.azure.tenant-id, AZURE_CLIENT_ID).");
            case 403 ->
                new Failure(
                        FailureCode.PERMISSION_DENIED,
                        reference,
                        "The identity of this service may not read it, or the secret is disabled.",
                        "Assign the identity the role Key Vault Secrets User on the vault, and allow its network.");
            case 408, 429, 500, 502, 503, 504 ->
                new Failure(
                        FailureCode.SERVER_UNAVAILABLE,
                        reference,
                        "The vault answers %d.".formatted(status),
                        "Wait; it is tried again.");
            default ->
                new Failure(
                        FailureCode.AUTHENTICATION_FAILED,
                        reference,
                        "The vault answers %d.".formatted(status),
                        "Check that this is the address of a secret in a key vault.");
        };
    }

    private static Optional<Integer> status(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answered && answered.getResponse() != null) {
                return Optional.of(answered.getResponse().getStatusCode());
            }
        }
        return Optional.empty();
    }

    private static String name(Throwable fault) {
        var cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }
}
