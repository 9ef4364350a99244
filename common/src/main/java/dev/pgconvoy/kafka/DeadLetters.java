package dev.pgconvoy.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Records that could not be read or were refused: kept as they are, with the reason and the place they came from in
/// headers. A password in clear text is not kept.
public final class DeadLetters {

    public static final String REASON = "dead-letter-reason";
    public static final String TOPIC = "dead-letter-topic";
    public static final String PARTITION = "dead-letter-partition";
    public static final String OFFSET = "dead-letter-offset";

    private DeadLetters() {}

    public static <K> ProducerRecord<K, byte[]> of(ConsumerRecord<K, byte[]> unread, String reason) {
        var headers = new RecordHeaders(unread.headers());
        headers.add(REASON, reason.getBytes(StandardCharsets.UTF_8));
        headers.add(TOPIC, unread.topic().getBytes(StandardCharsets.UTF_8));
        headers.add(PARTITION, Integer.toString(unread.partition()).getBytes(StandardCharsets.UTF_8));
        headers.add(OFFSET, Long.toString(unread.offset()).getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(
                Topics.deadLettersOf(unread.topic()),
                null,
                unread.key(),
                ClearTextPasswords.removed(unread.value()),
                headers);
    }
}
