package dev.pgconvoy.monitor.fold.intake;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// A record as it came in, byte for byte, so that it can be read again or put aside.
///
/// @param timestamp of the record, in milliseconds since 1970
public record ArrivedRecord(
        RecordOrigin origin,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Attribute> attributes,
        long timestamp) {

    public record Attribute(String name, byte @Nullable [] value) {}

    static ArrivedRecord of(Record<byte[], byte[]> record, RecordMetadata place) {
        var headers = new RecordHeaders(record.headers());
        var origin = EventType.ofTopic(place.topic()).isPresent()
                ? new RecordOrigin(place.topic(), place.partition(), place.offset())
                : RecordOrigin.takeFrom(headers);
        var attributes = new ArrayList<Attribute>();
        headers.forEach(header -> attributes.add(new Attribute(header.key(), header.value())));
        return new ArrivedRecord(origin, record.key(), record.value(), attributes, record.timestamp());
    }

    public Headers headers() {
        var headers = new RecordHeaders();
        attributes.forEach(attribute -> headers.add(attribute.name(), attribute.value()));
        return headers;
    }

    Envelope<Event> read(EventReader reader) throws MalformedEventException {
        return reader.readKeyed(
                origin.topic(),
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                headers(),
                value,
                Instant.ofEpochMilli(timestamp));
    }

    public int size() {
        return (value == null ? 0 : value.length)
                + (key == null ? 0 : key.length)
                + attributes.stream()
                        .mapToInt(attribute ->
                                attribute.name().length() + (attribute.value() == null ? 0 : attribute.value().length))
                        .sum();
    }
}
