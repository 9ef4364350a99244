package dev.pgconvoy.event;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.text.Excerpt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// CloudEvents 1.0 in Kafka's binary mode: attributes in `ce_` headers, JSON in the value, the subject as key.
public final class EventCodec {

    /// In bytes of the value.
    public static final int LARGEST_EVENT = 8 * 1024 * 1024;

    private static final int LONGEST_ATTRIBUTE = 255;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final List<ForeignRequestForm> FOREIGN_FORMS =
            List.copyOf(ServiceLoader.load(ForeignRequestForm.class, EventCodec.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList());

    private final String source;
    private final Supplier<Instant> clock;
    private final Optional<RecordMac> mac;

    private EventCodec(String source, Supplier<Instant> clock, Optional<RecordMac> mac) {
        this.source = source;
        this.clock = clock;
        this.mac = mac;
    }

    /// Of somebody outside, who says only what anybody may say: nobody believes anything else of this.
    ///
    /// @param source who speaks, a URI reference such as `/upstream`
    public EventCodec(String source, Supplier<Instant> clock) {
        this(source, clock, Optional.empty());
    }

    /// Of a service.
    ///
    /// @param source who speaks, a URI reference such as `/pgconvoy/monitor`
    public EventCodec(String source, Supplier<Instant> clock, RecordMac mac) {
        this(source, clock, Optional.of(mac));
    }

    /// A new event of ours. A request without a trace begins one.
    public <E extends Event> Envelope<E> envelope(E event, Optional<String> traceparent) {
        return envelope(event, traceparent, Optional.empty());
    }

    /// A new event of ours that somebody asked for.
    ///
    /// @param actor who asked; shortened to what a header may hold
    public <E extends Event> Envelope<E> envelope(E event, Optional<String> traceparent, Optional<String> actor) {
        return new Envelope<>(
                UUID.randomUUID().toString(),
                source,
                event.subject(),
                clock.get(),
                traceparent.or(() -> TraceContext.begunBy(event)),
                actor.map(name -> Excerpt.of(name, LONGEST_ATTRIBUTE)).filter(name -> !name.isEmpty()),
                event);
    }

    public ProducerRecord<String, byte[]> record(Event event, Optional<String> traceparent) {
        return record(event, traceparent, Optional.empty());
    }

    /// @param actor who asked for it
    public ProducerRecord<String, byte[]> record(Event event, Optional<String> traceparent, Optional<String> actor) {
        var said = record(envelope(event, traceparent, actor));
        return mac.filter(_ -> !EventType.isAnybodys(said.topic()))
                .map(ours -> ours.signed(said))
                .orElse(said);
    }

    /// Says that a compacted topic keeps nothing of a subject any more.
    public ProducerRecord<String, byte[]> tombstone(EventType type, String subject) {
        var said = new ProducerRecord<String, byte[]>(type.topic(), subject, null);
        return mac.filter(_ -> !EventType.isAnybodys(said.topic()))
                .map(ours -> ours.signed(said))
                .orElse(said);
    }

    /// Without a MAC: [EventReader] takes it on anybody's topics only.
    public static ProducerRecord<String, byte[]> record(Envelope<?> envelope) {
        var type = EventType.of(envelope.data());
        return new ProducerRecord<>(
                type.topic(), null, envelope.subject(), EventJson.write(envelope.data()), headers(envelope, type));
    }

    private static Headers headers(Envelope<?> envelope, EventType type) {
        var headers = new RecordHeaders();
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", envelope.eventId());
        put(headers, "ce_type", type.ceType());
        put(headers, "ce_source", envelope.source());
        put(headers, "ce_subject", envelope.subject());
        put(headers, "ce_time", envelope.time().toString());
        put(headers, "content-type", "application/json");
        envelope.traceparent().ifPresent(value -> put(headers, "traceparent", value));
        envelope.actor().ifPresent(value -> put(headers, "ce_actor", value));
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /// The event of a record whose key is its migration id: the key decides the partition, and the partition the order
    /// of all records of one migration. Whoever acts on what it says reads with [EventReader], as this believes
    /// everybody.
    ///
    /// @throws MalformedEventException also when the key is another one, or none
    public static Envelope<Event> read(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        return readKeyed(
                record.topic(),
                record.key(),
                record.headers(),
                record.value(),
                Instant.ofEpochMilli(record.timestamp()));
    }

    /// The same for those who have no consumer's record.
    public static Envelope<Event> readKeyed(
            String topic, @Nullable String key, Headers headers, byte @Nullable [] value, Instant recordTime)
            throws MalformedEventException {
        if (key != null && key.length() > LONGEST_ATTRIBUTE) {
            throw new MalformedEventException("the record's key is longer than any migration id or name of a fleet");
        }
        var envelope = read(topic, headers, value, recordTime);
        if (!envelope.subject().equals(key)) {
            throw new MalformedEventException(
                    "the record's key must be %s in its data".formatted(subject(envelope.data())));
        }
        return envelope;
    }

    /// For data that came without a key.
    ///
    /// @param recordTime the record's own timestamp, for events without `ce_time`
    /// @throws MalformedEventException with a reason that repeats no value
    public static Envelope<Event> read(String topic, Headers headers, byte @Nullable [] value, Instant recordTime)
            throws MalformedEventException {
        var type = EventType.ofTopic(topic).orElseThrow(() -> new MalformedEventException("no event has this topic"));
        var small = RecordLimits.require(type, headers, value);
        try {
            return readBounded(type, headers, small, recordTime);
        } catch (RuntimeException e) {
            // Whoever reads goes on with the next record; its message could quote the value.
            throw new MalformedEventException(
                    "it could not be read (%s)".formatted(e.getClass().getSimpleName()));
        }
    }

    private static Envelope<Event> readBounded(EventType type, Headers headers, byte[] value, Instant recordTime)
            throws MalformedEventException {
        var ceType = header(headers, "ce_type")
                .orElseThrow(
                        () -> new MalformedEventException("the header ce_type is missing; expected " + type.ceType()));
        if (!ceType.equals(type.ceType())) {
            throw new MalformedEventException("ce_type on this topic must be " + type.ceType());
        }
        var event = data(type, value);
        var subject = event.subject();
        if (!header(headers, "ce_subject").orElse(subject).equals(subject)) {
            throw new MalformedEventException("ce_subject is not %s in the data".formatted(subject(event)));
        }
        return new Envelope<>(
                attribute(headers, "ce_id").orElseGet(() -> UUID.randomUUID().toString()),
                attribute(headers, "ce_source").orElse("unknown"),
                subject,
                time(headers, recordTime),
                header(headers, "traceparent").filter(TraceContext::isValid).or(() -> TraceContext.begunBy(event)),
                attribute(headers, "ce_actor"),
                event);
    }

    private static String subject(Event event) {
        return switch (event) {
            case RateClaim _, RateLimitSet _ -> "what is limited";
            case MigrationEvent _, CopyEvent _ -> "the migration id";
            case FleetEvent _ -> "the name of the fleet";
        };
    }

    private static Event data(EventType type, byte[] value) throws MalformedEventException {
        try {
            var data = type == EventType.MIGRATION_REQUESTED ? request(value) : read(type, value);
            if (data == null) {
                throw new MalformedEventException("the data is JSON null");
            }
            return data;
        } catch (JsonMappingException e) {
            throw new MalformedEventException(RequestFaults.place(e), RequestFaults.reason(e));
        } catch (IOException _) {
            throw new MalformedEventException("the value is not JSON");
        }
    }

    /// In a plan, an action, a limit and a pause, too, an unknown name may be
    /// a misspelt one.
    private static @Nullable Event read(EventType type, byte[] value) throws IOException {
        return type == EventType.FLEET_REQUESTED
                        || type == EventType.FLEET_ACTION_REQUESTED
                        || type == EventType.COPY_LIMIT
                        || type == EventType.PAUSE_SET
                ? EventJson.MAPPER
                        .readerFor(type.event())
                        .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .<@Nullable Event>readValue(value)
                : read(type.event(), value);
    }

    private static <E extends Event> @Nullable E read(Class<E> event, byte[] value) throws IOException {
        return EventJson.MAPPER.<@Nullable E>readValue(value, event);
    }

    /// Requests may come in other services' forms, too; what is wrong is told by the place in the form that came,
    /// and all of it.
    private static @Nullable Event request(byte[] value) throws IOException, MalformedEventException {
        if (!(EventJson.MAPPER.readTree(value) instanceof ObjectNode tree)) {
            return read(MigrationRequested.class, value);
        }
        for (var form : FOREIGN_FORMS) {
            if (form.matches(tree)) {
                if (!(form.toRequest(tree) instanceof ObjectNode request)) {
                    throw new MalformedEventException("$", "it is no request");
                }
                return request(request, ours -> form.place(tree, ours));
            }
        }
        return request(tree, UnaryOperator.identity());
    }

    private static Event request(ObjectNode request, UnaryOperator<String> place)
            throws IOException, MalformedEventException {
        var unknown = RequestFaults.unknown(request);
        try {
            var event = EventJson.MAPPER.treeToValue(request, MigrationRequested.class);
            if (unknown.isEmpty()) {
                return event;
            }
        } catch (JsonMappingException e) {
            var first = new RequestParts.Fault(RequestFaults.place(e), RequestFaults.reason(e));
            throw RequestFaults.all(request, unknown, Optional.of(first), place);
        }
        throw RequestFaults.all(request, unknown, Optional.empty(), place);
    }

    private static Instant time(Headers headers, Instant recordTime) throws MalformedEventException {
        try {
            var time = header(headers, "ce_time").map(OffsetDateTime::parse);
            if (time.isPresent() && (time.get().getYear() < 2000 || time.get().getYear() > 9999)) {
                throw new MalformedEventException("ce_time must be between the years 2000 and 9999");
            }
            if (time.isEmpty() && recordTime.isAfter(LATEST)) {
                throw new MalformedEventException("ce_time is missing and the record's time is after the year 9999");
            }
            return time.map(OffsetDateTime::toInstant).orElse(recordTime);
        } catch (DateTimeParseException _) {
            throw new MalformedEventException("ce_time is not an RFC 3339 time");
        }
    }

    private static Optional<String> attribute(Headers headers, String name) throws MalformedEventException {
        var value = header(headers, name);
        if (value.isPresent() && (value.get().isEmpty() || value.get().length() > LONGEST_ATTRIBUTE)) {
            throw new MalformedEventException("%s must be 1 to %d characters long".formatted(name, LONGEST_ATTRIBUTE));
        }
        return value;
    }

    private static Optional<String> header(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(header -> header.value())
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
