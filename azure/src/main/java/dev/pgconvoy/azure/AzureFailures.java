package dev.pgconvoy.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.management.exception.ManagementError;
import com.azure.core.management.exception.ManagementException;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a fault of a call to Azure means: whether trying again can help, and what to do.
public final class AzureFailures {

    private static final int BUSY = 503;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private AzureFailures() {}

    /// @param object the resource that was asked for
    public static Failure of(Throwable fault, String object) {
        return ours(fault).or(() -> TokenFailures.of(fault, object)).orElseGet(() -> ofAnswer(fault, object));
    }

    private static Failure ofAnswer(Throwable fault, String object) {
        var response = response(fault);
        return response == null
                ? new Failure(
                        FailureCode.CONNECTION_LOST,
                        object,
                        "Azure Resource Manager does not answer: " + firstLine(fault),
                        "Check the network and pgconvoy.azure.resource-manager-endpoint.")
                : of(response.getStatusCode(), error(fault), object);
    }

    /// What a reference to the token itself came to.
    static Optional<Failure> ours(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof MigrationException known) {
                return Optional.of(known.failure());
            }
        }
        return Optional.empty();
    }

    /// What Azure says of an operation that it had accepted, such as a deployment.
    public static Failure of(ManagementError error, String object) {
        var words = AzureWords.innermost(error);
        return of(words.status(), words, object);
    }

    private static Failure of(int status, AzureWords error, String object) {
        var said = "Azure answers %d %s: %s".formatted(status, error.code(), error.message());
        return switch (error.isBusy() ? BUSY : status) {
            case 408, 429, 500, 502, 503, 504 ->
                new Failure(FailureCode.SERVER_UNAVAILABLE, object, said, "Wait; it is tried again.");
            case 401 ->
                new Failure(
                        FailureCode.AUTHENTICATION_FAILED,
                        object,
                        said,
                        "Check the tenant and the identity of the service (pgconvoy.azure.tenant-id, AZURE_CLIENT_ID).");
            case 403 ->
                new Failure(
                        FailureCode.PERMISSION_DENIED,
                        object,
                        said,
                        "Assign the identity of the service the role Contributor on the target server's resource group:"
                                + " az role assignment create --assignee <client-id> --role Contributor --scope"
                                + " <resource-group-id>.");
            case 404 ->
                new Failure(
                        FailureCode.REQUEST_REFUSED,
                        object,
                        said,
                        "Check the subscription, the resource group and the name of the target server, and that the"
                                + " identity of the service may see them; then request it again under another name.");
            default ->
                error.isQuota()
                        ? new Failure(
                                FailureCode.RESOURCES_EXHAUSTED,
                                object,
                                said,
                                "Ask for a higher quota in this region or end what uses it.")
                        : new Failure(
                                FailureCode.REQUEST_REFUSED,
                                object,
                                said,
                                "Correct what Azure names and request it again under another name.");
        };
    }

    /// How long Azure asks to wait; empty when it does not.
    public static Optional<Duration> retryAfter(Throwable fault) {
        var response = response(fault);
        return response == null ? Optional.empty() : retryAfter(response.getHeaderValue(HttpHeaderName.RETRY_AFTER));
    }

    public static Optional<Duration> retryAfter(@Nullable String header) {
        try {
            return Optional.ofNullable(header)
                    .map(text -> Duration.ofSeconds(Math.max(0, Long.parseLong(text.strip()))))
                    .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    public static boolean isNotFound(Throwable fault) {
        var response = response(fault);
        return response != null && response.getStatusCode() == 404;
    }

    private static AzureWords error(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof ManagementException refused && refused.getValue() != null) {
                return AzureWords.innermost(refused.getValue());
            }
        }
        return new AzureWords("", firstLine(fault));
    }

    private static @Nullable HttpResponse response(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answered) {
                return answered.getResponse();
            }
        }
        return null;
    }

    private static String firstLine(Throwable fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
    }
}
