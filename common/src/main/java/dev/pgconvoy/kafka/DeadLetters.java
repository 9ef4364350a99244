package dev.pgconvoy.kafka;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.RecordLimits;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Records that could not be read or were refused: kept as they are, with the reason and the place they
/// came from in headers. A password in clear text is not kept, nor what is larger than any event (a record that
/// was compressed can hold any size): then [#CHANGED] says so, and the record itself is still at its place.
public final class DeadLetters {

    public static final String REASON = "dead-letter-reason";
    public static final String TOPIC = "dead-letter-topic";
    public static final String PARTITION = "dead-letter-partition";
    public static final String OFFSET = "dead-letter-offset";

    public static final String CHANGED = "dead-letter-changed";

    private static final int LONGEST_REASON = 4_000;

    private DeadLetters() {}

    /// Of a record on a topic of ours nothing is kept but its place: it may be forged, and what is
    /// ours can hold what is nobody else's business.
    public static <K> ProducerRecord<K, byte[]> of(ConsumerRecord<K, byte[]> unread, String reason) {
        if (!EventType.isAnybodys(unread.topic())
                || !RecordLimits.isEnvelopeSmall(unread.headers())
                || sizeOf(unread.key()) > RecordLimits.LARGEST_KEY) {
            return reference(unread, reason);
        }
        var headers = new RecordHeaders(unread.headers());
        putReasonAndPlace(headers, unread, reason);
        return new ProducerRecord<>(
                Topics.deadLettersOf(unread.topic()), null, unread.key(), kept(unread.value(), headers), headers);
    }

    /// A letter of a known, small size, whatever the record's: where it is and how large, and nothing of it.
    public static <K> ProducerRecord<K, byte[]> reference(ConsumerRecord<K, byte[]> unread, String reason) {
        var headers = new RecordHeaders();
        putReasonAndPlace(headers, unread, reason);
        put(
                headers,
                CHANGED,
                "key, headers and value are left out: they have %d, %d and %d bytes"
                        .formatted(
                                sizeOf(unread.key()),
                                RecordLimits.sizeOf(unread.headers()),
                                unread.value() == null ? 0 : unread.value().length));
        return new ProducerRecord<>(Topics.deadLettersOf(unread.topic()), null, null, null, null, headers);
    }

    private static void putReasonAndPlace(Headers headers, ConsumerRecord<?, byte[]> unread, String reason) {
        put(headers, REASON, shortened(reason));
        put(headers, TOPIC, unread.topic());
        put(headers, PARTITION, Integer.toString(unread.partition()));
        put(headers, OFFSET, Long.toString(unread.offset()));
    }

    /// Of a text at least so much.
    private static int sizeOf(@Nullable Object key) {
        return switch (key) {
            case null -> 0;
            case byte[] bytes -> bytes.length;
            default -> key.toString().length();
        };
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    /// Where a record is, for those who go on with what was made of it and may refuse that.
    public static Headers place(String topic, int partition, long offset) {
        var headers = new RecordHeaders();
        put(headers, TOPIC, topic);
        put(headers, PARTITION, Integer.toString(partition));
        put(headers, OFFSET, Long.toString(offset));
        return headers;
    }

    /// The letter of somebody who refuses a record and knows only its place.
    ///
    /// @param place as [#place] made it
    public static <K> ProducerRecord<K, byte[]> refused(K key, Headers place, String reason) {
        var headers = new RecordHeaders(place);
        put(headers, REASON, reason);
        put(headers, CHANGED, "the value is left out: it is at the place that the other headers name");
        var topic = new String(place.lastHeader(TOPIC).value(), StandardCharsets.UTF_8);
        return new ProducerRecord<>(Topics.deadLettersOf(topic), null, key, null, headers);
    }

    private static byte @Nullable [] kept(byte @Nullable [] value, Headers headers) {
        if (value == null) {
            return null;
        }
        if (value.length > EventCodec.LARGEST_EVENT) {
            put(headers, CHANGED, "the value is left out: it has %d bytes".formatted(value.length));
            return null;
        }
        var kept = ClearTextPasswords.removed(value);
        if (kept != value) {
            put(headers, CHANGED, "a password in clear text is removed");
        }
        return kept;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
