package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.event.CopyEvent;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.fleet.schedule.FleetChange;
import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.PromptCommits;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.submitter.application.RunFleets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/// Lets the scheduler of all fleets decide, on each fact and as time passes, and forwards what follows. What it has
/// decided is in the store before the transaction ends in which it is said.
final class DecideFleets extends ContextualProcessor<String, FleetFact, String, OutgoingRecord> {

    /// The key of all facts about fleets.
    static final String ALL = "fleets";

    /// How exact windows open and close, and how often a state is published at most.
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Logger LOG = Logger.getLogger(DecideFleets.class);

    private final Supplier<RunFleets> begin;
    private final EventCodec codec;
    private final LoopWatch loops;
    private final PromptCommits commits =
            new PromptCommits(() -> context().commit(), () -> context().currentSystemTimeMs());
    private RunFleets fleets;
    private boolean isRestored;

    DecideFleets(Supplier<RunFleets> begin, EventCodec codec, LoopWatch loops) {
        this.begin = begin;
        this.fleets = begin.get();
        this.codec = codec;
        this.loops = loops;
    }

    /// Also after a transaction that was given up: what was decided in it counts no more.
    @Override
    public void init(ProcessorContext<String, OutgoingRecord> running) {
        super.init(running);
        fleets = begin.get();
        isRestored = false;
        loops.moved(this);
        running.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, _ -> tick());
    }

    @Override
    public void close() {
        loops.ended(this);
    }

    @Override
    public void process(Record<String, FleetFact> fact) {
        restoreOnce();
        finish(fleets.hear(fact.value(), now()));
    }

    private void tick() {
        loops.moved(this);
        restoreOnce();
        finish(fleets.wake(now()));
        finish(fleets.takeStates());
    }

    private void restoreOnce() {
        if (!isRestored) {
            store().restore(fleets);
            isRestored = true;
        }
    }

    private FleetStore store() {
        return new FleetStore(context().getStateStore(FleetStore.NAME));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    private void finish(List<Event> events) {
        fleets.takeChangedIds().forEach(store()::keep);
        var changes = fleets.takeChanges();
        changes.forEach(store()::keep);
        events.forEach(this::announce);
        changes.stream().filter(FleetChange::isDeleted).forEach(change -> {
            forget(EventType.FLEET_REQUESTED, change.fleet());
            forget(EventType.FLEET_STATE_RECORDED, change.fleet());
        });
        if (!events.isEmpty()) {
            commits.ask();
        }
    }

    /// Of a fleet that is deleted the compacted topics keep nothing.
    private void forget(EventType type, String fleet) {
        forward(codec.tombstone(type, fleet));
    }

    private void announce(Event event) {
        var record = codec.record(event, Optional.empty(), actor(event));
        if (record.value().length > EventCodec.LARGEST_EVENT) {
            LOG.errorf(
                    "An event of the fleet \"%s\" is not announced: %s has %d bytes, and a record at most %d",
                    record.key(), EventType.of(event).topic(), record.value().length, EventCodec.LARGEST_EVENT);
            return;
        }
        forward(record);
        MDC.put("fleet", record.key());
        LOG.debugf("Announced on %s", EventType.of(event).topic());
        MDC.remove("fleet");
    }

    /// Of what anybody may ask for: that it is the fleet who asks. Who has applied its plan is said beside the plan.
    private static Optional<String> actor(Event event) {
        return switch (event) {
            case MigrationRequested(var request) -> Optional.of(fleet(request.id()));
            case CancelRequested(var id, var _) -> Optional.of(fleet(id));
            case MigrationEvent _, CopyEvent _, FleetEvent _ -> Optional.empty();
        };
    }

    /// The name of a fleet has no dot, and the name of its migrations begins with it.
    private static String fleet(MigrationId id) {
        return "fleet " + id.name().split("\\.", 2)[0];
    }

    private void forward(ProducerRecord<String, byte[]> record) {
        context()
                .forward(new Record<>(
                        record.key(), OutgoingRecord.of(record), context().currentSystemTimeMs(), record.headers()));
    }
}
