package dev.pgconvoy.event;

import dev.pgconvoy.fleet.Fleet;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// What a record of ours may weigh, in bytes. Brokers count it compressed, so a record of any size
/// can pass them; whoever reads looks at its size before anything of it is copied or parsed.
public final class RecordLimits {

    /// Of all header names and values together: half of what the topics grant beside a value, as a dead letter has
    /// more.
    public static final int LARGEST_ENVELOPE = 32 * 1024;

    public static final int LARGEST_KEY = 1024;

    private static final int MOST_HEADERS = 100;

    /// Of what people ask for: a request with all the patterns that it may have.
    private static final int LARGEST_REQUEST = 2 * 1024 * 1024;

    private static final int LARGEST_CANCELLATION = 64 * 1024;

    private static final int LARGEST_CLAIM = 4 * 1024;

    /// Of a plan as JSON: it is kept in a record of its own, which has to fit into a dead
    /// letter, too.
    public static final int LARGEST_PLAN = 6 * 1024 * 1024;

    private RecordLimits() {}

    /// @return the value
    static byte[] require(EventType type, Headers headers, byte @Nullable [] value) throws MalformedEventException {
        if (!isEnvelopeSmall(headers)) {
            throw new MalformedEventException("the record has more than %d headers, or more than %d bytes of them"
                    .formatted(MOST_HEADERS, LARGEST_ENVELOPE));
        }
        if (value == null || value.length > largest(type)) {
            throw new MalformedEventException("the value is empty or larger than " + largest(type) + " bytes");
        }
        return value;
    }

    /// @return why the plan cannot be applied, when it is too large for that: what is
    /// written as JSON may be longer than the file that somebody wrote
    public static Optional<String> planFault(Fleet fleet) {
        var bytes = EventJson.write(fleet).length;
        return bytes <= LARGEST_PLAN
                ? Optional.empty()
                : Optional.of(
                        "the plan of the fleet \"%s\" has %,d bytes as JSON, and at most %,d can be applied; split its servers into several files, each a fleet with a name of its own"
                                .formatted(fleet.name(), bytes, LARGEST_PLAN));
    }

    private static int largest(EventType type) {
        return switch (type) {
            case MIGRATION_REQUESTED -> LARGEST_REQUEST;
            case CANCEL_REQUESTED, PAUSE_SET, FLEET_ACTION_REQUESTED -> LARGEST_CANCELLATION;
            case COPY_RATE, COPY_LIMIT -> LARGEST_CLAIM;
            case MIGRATION_VALIDATED,
                    MIGRATION_SUBMITTED,
                    MIGRATION_OBSERVED,
                    SUBSTATE_CHANGED,
                    MIGRATION_COMPLETED,
                    MIGRATION_CANCELLED,
                    STATE_RECORDED,
                    COPY_TASK,
                    COPY_RESULT,
                    COPY_PROGRESS,
                    COPY_SNAPSHOT,
                    FLEET_REQUESTED,
                    FLEET_CHANGED,
                    FLEET_STATE_RECORDED -> EventCodec.LARGEST_EVENT;
        };
    }

    public static boolean isEnvelopeSmall(Headers headers) {
        var left = MOST_HEADERS;
        var bytes = 0L;
        for (var header : headers) {
            bytes += sizeOf(header);
            if (--left < 0 || bytes > LARGEST_ENVELOPE) {
                return false;
            }
        }
        return true;
    }

    public static long sizeOf(Headers headers) {
        var bytes = 0L;
        for (var header : headers) {
            bytes += sizeOf(header);
        }
        return bytes;
    }

    private static long sizeOf(Header header) {
        return header.key().length() + (header.value() == null ? 0L : header.value().length);
    }
}
