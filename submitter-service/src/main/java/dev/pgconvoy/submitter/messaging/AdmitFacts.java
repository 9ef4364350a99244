package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.PromptCommits;
import dev.pgconvoy.submitter.application.AdmitMigrations;
import dev.pgconvoy.submitter.application.AdmitMigrations.Announcement;
import dev.pgconvoy.submitter.model.AdmissionFact;
import dev.pgconvoy.submitter.model.TargetQueue;
import dev.pgconvoy.text.LogLimit;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/// Folds each fact into the stored queue of its target server and forwards what follows.
final class AdmitFacts extends ContextualProcessor<String, AdmissionFact, String, OutgoingRecord> {

    static final String STORE = "targets";

    private static final Duration TICK = Duration.ofSeconds(5);
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);
    private static final Duration STRANGERS_ARE_KEPT = Duration.ofDays(1);
    private static final Logger LOG = Logger.getLogger(AdmitFacts.class);

    private final AdmitMigrations admitMigrations;
    private final EventCodec codec;
    private final MeterRegistry metrics;
    private final LoopWatch loops;
    private final Duration keep;
    private final LogLimit limit = new LogLimit();
    private final PromptCommits commits =
            new PromptCommits(() -> context().commit(), () -> context().currentSystemTimeMs());

    AdmitFacts(
            AdmitMigrations admitMigrations, EventCodec codec, MeterRegistry metrics, LoopWatch loops, Duration keep) {
        this.keep = keep;
        this.loops = loops;
        this.admitMigrations = admitMigrations;
        this.codec = codec;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, OutgoingRecord> running) {
        super.init(running);
        loops.moved(this);
        running.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, _ -> loops.moved(this));
        running.schedule(BETWEEN_CLEANINGS, PunctuationType.WALL_CLOCK_TIME, _ -> forget());
    }

    /// What is over for long.
    private void forget() {
        KeyValueStore<String, TargetQueue> targets = context().getStateStore(STORE);
        var changed = new HashMap<String, TargetQueue>();
        try (var all = targets.all()) {
            all.forEachRemaining(entry -> {
                var known = entry.value.withoutStrangers(now().minus(STRANGERS_ARE_KEPT));
                var kept = known.changedAt().isEmpty() ? known.keptAt(now()) : known;
                if (kept != entry.value || kept.isForgettable(now().minus(keep))) {
                    changed.put(entry.key, kept);
                }
            });
        }
        changed.forEach((target, queue) -> {
            if (queue.isForgettable(now().minus(keep))) {
                targets.delete(target);
            } else {
                targets.put(target, queue);
            }
        });
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    @Override
    public void close() {
        loops.ended(this);
    }

    @Override
    public void process(Record<String, AdmissionFact> fact) {
        KeyValueStore<String, TargetQueue> targets = context().getStateStore(STORE);
        var admitted = admitMigrations.admit(targets.get(fact.key()), fact.value());
        if (admitted.changed()) {
            targets.put(fact.key(), admitted.next().keptAt(now()));
        }
        admitted.announcements().forEach(announcement -> announce(announcement, fact.timestamp()));
        admitted.refusal().ifPresent(reason -> putAside(fact, reason));
        if (!admitted.announcements().isEmpty()) {
            commits.ask();
        }
    }

    private void putAside(Record<String, AdmissionFact> fact, String reason) {
        var letter = DeadLetters.refused(fact.value().id().toString(), fact.headers(), reason);
        limit.write(
                letter.topic(),
                "A fact is refused and becomes a record of %s: %s".formatted(letter.topic(), reason),
                LOG::warn);
        context().forward(new Record<>(letter.key(), OutgoingRecord.of(letter), fact.timestamp(), letter.headers()));
        var origin = new String(fact.headers().lastHeader(DeadLetters.TOPIC).value(), StandardCharsets.UTF_8);
        metrics.counter("pgconvoy.dead.letters", "topic", origin).increment();
        commits.ask();
    }

    private void announce(Announcement announcement, long timestamp) {
        var event = codec.record(announcement.event(), announcement.traceparent());
        context().forward(new Record<>(event.key(), OutgoingRecord.of(event), timestamp, event.headers()));
        var topic = EventType.of(announcement.event()).topic();
        metrics.counter("pgconvoy.admission.announcements", "topic", topic).increment();
        MDC.put("migration", event.key());
        LOG.infof("Announced on %s", topic);
        MDC.remove("migration");
    }
}
