package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.snapshot.KafkaMigrationHistory;
import dev.pgconvoy.worker.snapshot.MigrationHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Topics in memory: what is said is heard at once, and stands in the history.
final class SaidFacts extends MockProducer<String, byte[]> implements MigrationHistory {

    private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();
    private final Consumer<Event> hearer;
    private Predicate<Event> refused = _ -> false;

    SaidFacts(Consumer<Event> hearer) {
        super(true, null, new StringSerializer(), new ByteArraySerializer());
        this.hearer = hearer;
    }

    /// The next event of this kind is not accepted in time.
    void refuseOnce(Predicate<Event> event) {
        refused = event;
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> said, Callback callback) {
        var heard = new ConsumerRecord<>(
                said.topic(),
                0,
                log.size(),
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                said.key(),
                said.value(),
                new RecordHeaders(said.headers()),
                Optional.empty());
        var event = read(heard);
        if (refused.test(event)) {
            refused = _ -> false;
            callback.onCompletion(null, new TimeoutException("not in time"));
            return CompletableFuture.failedFuture(new TimeoutException("not in time"));
        }
        log.add(heard);
        var sent = super.send(said, callback);
        hearer.accept(event);
        return sent;
    }

    private static Event read(ConsumerRecord<String, byte[]> heard) {
        try {
            return EventCodec.read(heard).data();
        } catch (MalformedEventException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void prepare() {}

    @Override
    public synchronized Past of(MigrationId id, String requestHash, Instant since) {
        var past = Past.NOTHING;
        for (var found : log) {
            past = KafkaMigrationHistory.fold(past, found, requestHash, since, EventCodec::read);
        }
        return past;
    }

    @Override
    public List<Kept> snapshots(MigrationId id, Instant since) {
        return List.copyOf(kept);
    }

    /// Somebody holds this snapshot.
    void kept(String state, String database, String name) {
        kept.add(new Kept(database, state, name));
    }

    synchronized <E> List<E> events(Class<E> kind) {
        return log.stream()
                .map(SaidFacts::read)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    <O extends Observation> List<O> observed(Class<O> kind) {
        return events(MigrationObserved.class).stream()
                .map(MigrationObserved::observation)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    static Predicate<Event> observation(Class<? extends Observation> kind) {
        return event -> event instanceof MigrationObserved observed && kind.isInstance(observed.observation());
    }
}
