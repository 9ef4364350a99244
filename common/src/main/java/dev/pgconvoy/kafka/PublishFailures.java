package dev.pgconvoy.kafka;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/// Classifies why an event was not published. Only what may pass is worth another try: an event that the brokers refuse
/// today is refused tomorrow, too.
public final class PublishFailures {

    private PublishFailures() {}

    /// @param failure what the producer said, also inside the exceptions that futures wrap it in
    /// @param topic where the event was to go
    public static Failure classify(Throwable failure, String topic) {
        var cause = unwrapped(failure);
        var object = "Kafka topic " + topic;
        return switch (cause) {
            case RecordTooLargeException _, RecordBatchTooLargeException _ ->
                new Failure(
                        FailureCode.INTERNAL,
                        object,
                        "An event is larger than the topic takes: " + said(cause),
                        "Set max.message.bytes of the topic to %d or more, and report this with the worker's log."
                                .formatted(Topics.LARGEST_RECORD));
            case SerializationException _ ->
                new Failure(
                        FailureCode.INTERNAL,
                        object,
                        "An event could not be written: " + said(cause),
                        "Report this with the worker's log.");
            case AuthorizationException _ ->
                new Failure(
                        FailureCode.PERMISSION_DENIED,
                        object,
                        "The brokers do not allow us to publish: " + said(cause),
                        "Grant the service's principal WRITE and DESCRIBE on the topic.");
            case AuthenticationException _ ->
                new Failure(
                        FailureCode.AUTHENTICATION_FAILED,
                        object,
                        "The brokers refused our credentials: " + said(cause),
                        "Check the service's Kafka credentials.");
            case InvalidTopicException _ -> refused(object, cause);
            case RetriableException _ -> lost(object, cause);
            case ApiException _ -> refused(object, cause);
            default -> lost(object, cause);
        };
    }

    /// Whether a smaller record in its place would be taken.
    public static boolean isTooLarge(Throwable failure) {
        return switch (unwrapped(failure)) {
            case RecordTooLargeException _, RecordBatchTooLargeException _ -> true;
            default -> false;
        };
    }

    private static Failure refused(String object, Throwable cause) {
        return new Failure(
                FailureCode.INTERNAL,
                object,
                "The brokers refused an event: " + said(cause),
                "Report this with the worker's log.");
    }

    /// Also when the producer was closed while it sent, because the service stops.
    private static Failure lost(String object, Throwable cause) {
        return new Failure(
                FailureCode.CONNECTION_LOST,
                object,
                "An event was not accepted in time: " + said(cause),
                "Check that the brokers run and that we can reach them.");
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static Throwable unwrapped(Throwable failure) {
        var cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
