package dev.pgconvoy.monitor.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import dev.pgconvoy.migration.notification.Transition;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How a receiver is served, as this monitor knows it.
///
/// @param host where it is; the path may hold a secret
/// @param pending records that this monitor has not handled for it yet, at most
/// @param failures in a row
/// @param delivered since this monitor started
/// @param givenUp what was too old to be sent since this monitor started
/// @param lastFailure why the last try failed; kept until one succeeds
/// @param nextTryAt when it is tried again
/// @param migrations how many name it, of a receiver of requests
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(description = "How a receiver of notifications is served, as this monitor knows it")
public record WebhookStatus(
        String name,
        String host,
        Set<Transition> on,
        Service service,
        long pending,
        int failures,
        long delivered,
        long givenUp,
        Optional<Instant> lastDeliveredAt,
        Optional<String> lastFailure,
        Optional<Instant> nextTryAt,
        Optional<Integer> migrations) {

    public enum Service {
        /// It takes what it is sent.
        WORKING,
        /// The last try failed; it is tried again.
        RETRYING,
        /// It answered 410, and gets nothing until it is resumed.
        STOPPED,
        /// A request names it, and the configuration does not allow it, or too many are served.
        REFUSED;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    WebhookStatus namedBy(int number) {
        return new WebhookStatus(
                name,
                host,
                on,
                service,
                pending,
                failures,
                delivered,
                givenUp,
                lastDeliveredAt,
                lastFailure,
                nextTryAt,
                Optional.of(number));
    }

    /// One that a request names and that is not served.
    static WebhookStatus refused(RequestedReceiver receiver, String reason) {
        return new WebhookStatus(
                receiver.key().orElse("requested"),
                receiver.host(),
                receiver.on(),
                Service.REFUSED,
                0,
                0,
                0,
                0,
                Optional.empty(),
                Optional.of(reason),
                Optional.empty(),
                Optional.empty());
    }
}
