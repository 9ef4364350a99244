package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.RecordLimits;
import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.fleet.schedule.FleetFact.IdFree;
import dev.pgconvoy.fleet.schedule.FleetFact.PlanUnreadable;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.PromptCommits;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.rate.FleetName;
import dev.pgconvoy.submitter.model.AdmissionFact;
import dev.pgconvoy.text.LogLimit;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jboss.logging.Logger;

/// Events become facts under the key of their target server; what cannot be read becomes a dead letter.
final class ReadFacts extends ContextualProcessor<String, byte[], String, RecordReading> {

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final int LONGEST_CAUSE = 255;
    private static final Logger LOG = Logger.getLogger(ReadFacts.class);

    private final EventReader reader;
    private final MeterRegistry metrics;
    private final LoopWatch loops;
    private final LogLimit limit = new LogLimit();
    private final PromptCommits commits =
            new PromptCommits(() -> context().commit(), () -> context().currentSystemTimeMs());

    ReadFacts(EventReader reader, MeterRegistry metrics, LoopWatch loops) {
        this.reader = reader;
        this.loops = loops;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, RecordReading> running) {
        super.init(running);
        loops.moved(this);
        running.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, _ -> loops.moved(this));
    }

    @Override
    public void close() {
        loops.ended(this);
    }

    @Override
    public void process(Record<String, byte[]> event) {
        var origin = context().recordMetadata().orElseThrow();
        if (event.value() == null) {
            tombstone(event, origin);
            return;
        }
        try {
            var envelope = reader.readKeyed(
                    origin.topic(),
                    event.key(),
                    event.headers(),
                    event.value(),
                    Instant.ofEpochMilli(event.timestamp()));
            AdmissionFacts.of(envelope).ifPresent(fact -> pass(event, origin, fact));
            refuseTooLarge(envelope.data());
            FleetFacts.of(envelope).forEach(fact -> passToFleets(event, fact));
        } catch (MalformedEventException e) {
            var reason = String.valueOf(e.getMessage());
            deadLetter(event, origin, reason);
            if (origin.topic().equals(EventType.FLEET_REQUESTED.topic())) {
                answer(event, reason);
            }
        }
    }

    /// Nobody remembers the migration any more, or the fleet was deleted, which
    /// [DecideFleets] has said itself.
    private void tombstone(Record<String, byte[]> event, RecordMetadata origin) {
        try {
            reader.requireOurs(origin.topic(), event.key(), event.headers(), null);
            if (origin.topic().equals(EventType.STATE_RECORDED.topic()) && event.key() != null) {
                passToFleets(event, new IdFree(MigrationId.parse(event.key())));
            } else if (!origin.topic().equals(EventType.FLEET_REQUESTED.topic())) {
                deadLetter(event, origin, "the value is empty");
            }
        } catch (MalformedEventException | IllegalArgumentException e) {
            deadLetter(event, origin, String.valueOf(e.getMessage()));
        }
    }

    /// Whoever has sent a plan waits for an answer, and reads no dead letters.
    private void answer(Record<String, byte[]> event, String reason) {
        var fleet = Optional.ofNullable(event.key()).filter(FleetName::isValid);
        fleet.ifPresent(name -> passToFleets(event, new PlanUnreadable(name, reason, causeOf(event))));
    }

    private static Optional<String> causeOf(Record<String, byte[]> event) {
        return Optional.ofNullable(event.headers().lastHeader("ce_id"))
                .map(header -> header.value())
                .filter(id -> id.length <= LONGEST_CAUSE)
                .map(id -> new String(id, StandardCharsets.UTF_8));
    }

    private void pass(Record<String, byte[]> event, RecordMetadata origin, AdmissionFact fact) {
        context()
                .forward(event.withKey(fact.targetServer())
                        .<RecordReading>withValue(new RecordReading.Read(fact))
                        .withHeaders(DeadLetters.place(origin.topic(), origin.partition(), origin.offset())));
        commits.ask();
    }

    private static void refuseTooLarge(Event event) throws MalformedEventException {
        var fault =
                event instanceof FleetRequested plan ? RecordLimits.planFault(plan.fleet()) : Optional.<String>empty();
        if (fault.isPresent()) {
            throw new MalformedEventException(fault.get());
        }
    }

    private void passToFleets(Record<String, byte[]> event, FleetFact fact) {
        context()
                .forward(event.withKey(DecideFleets.ALL)
                        .<RecordReading>withValue(new RecordReading.OfFleets(fact))
                        .withHeaders(new RecordHeaders()));
        commits.ask();
    }

    private void deadLetter(Record<String, byte[]> unread, RecordMetadata origin, String reason) {
        limit.write(
                origin.topic(),
                "A record is unreadable (%s, partition %d, offset %d): %s"
                        .formatted(origin.topic(), origin.partition(), origin.offset(), reason),
                LOG::warn);
        var letter = DeadLetters.of(consumed(unread, origin), reason);
        context()
                .forward(unread.<RecordReading>withValue(new RecordReading.Unreadable(OutgoingRecord.of(letter)))
                        .withHeaders(letter.headers()));
        metrics.counter("pgconvoy.dead.letters", "topic", origin.topic()).increment();
    }

    private static ConsumerRecord<String, byte[]> consumed(Record<String, byte[]> unread, RecordMetadata origin) {
        return new ConsumerRecord<>(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                unread.timestamp(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                unread.key(),
                unread.value(),
                unread.headers(),
                Optional.empty());
    }
}
