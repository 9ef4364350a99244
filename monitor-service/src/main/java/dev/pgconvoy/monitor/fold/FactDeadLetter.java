package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.monitor.fold.intake.ArrivedRecord;
import dev.pgconvoy.monitor.fold.intake.RecordSizeLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;

/// Makes the dead letter of a fact that could not be taken.
final class FactDeadLetter {

    static final String REFUSED_BY = "dead-letter-by";

    private FactDeadLetter() {}

    static Record<byte[], FoldOutput> letter(ArrivedRecord arrival, String reason, long now) {
        var kept = arrival.size() <= RecordSizeLimits.LARGEST_ARRIVAL ? arrival : withoutContent(arrival);
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
        return new Record<>(letter.key(), new FoldOutput(letter.topic(), letter.value()), now, headers);
    }

    private static ArrivedRecord withoutContent(ArrivedRecord arrival) {
        var note = "key, headers and value are left out: they have %d bytes".formatted(arrival.size());
        return new ArrivedRecord(
                arrival.origin(),
                null,
                null,
                List.of(new ArrivedRecord.Attribute(DeadLetters.CHANGED, note.getBytes(StandardCharsets.UTF_8))),
                arrival.timestamp());
    }
}
