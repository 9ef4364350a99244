package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.kafka.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Makes the dead letter of a fact that could not be taken.
final class Rejects {

    static final String TRUNCATED = "dead-letter-truncated";
    static final String REFUSED_BY = "dead-letter-by";

    private static final int KEPT_OF_TOO_LARGE = 64 * 1024;

    private Rejects() {}

    static Record<byte[], Outgoing> letter(Arrival arrival, String reason, long now) {
        var kept = arrival.size() <= Limits.LARGEST_VALUE ? arrival : truncated(arrival);
        var letter = DeadLetters.of(
                new ConsumerRecord<>(
                        kept.origin().topic(),
                        kept.origin().partition(),
                        kept.origin().offset(),
                        kept.timestamp(),
                        TimestampType.CREATE_TIME,
                        ConsumerRecord.NULL_SIZE,
                        ConsumerRecord.NULL_SIZE,
                        kept.key(),
                        kept.value(),
                        kept.headers(),
                        Optional.empty()),
                reason);
        var headers = new RecordHeaders(letter.headers());
        headers.add(REFUSED_BY, "monitor".getBytes(StandardCharsets.UTF_8));
        return new Record<>(letter.key(), new Outgoing(letter.topic(), letter.value()), now, headers);
    }

    private static Arrival truncated(Arrival arrival) {
        var note = "%d bytes in all".formatted(arrival.size()).getBytes(StandardCharsets.UTF_8);
        return new Arrival(
                arrival.origin(),
                beginning(arrival.key()),
                beginning(arrival.value()),
                List.of(new Arrival.Attribute(TRUNCATED, note)),
                arrival.timestamp());
    }

    private static byte @Nullable [] beginning(byte @Nullable [] bytes) {
        return bytes == null ? null : Arrays.copyOf(bytes, Math.min(bytes.length, KEPT_OF_TOO_LARGE));
    }
}
