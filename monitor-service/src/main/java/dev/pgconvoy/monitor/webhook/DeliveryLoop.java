package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.monitor.view.TopicLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Reads what is announced, for one receiver, from where its group has got to. While a try has failed nothing is read,
/// and the same record comes again: nothing overtakes it, and nothing waits in memory.
final class DeliveryLoop {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(5);
    /// So few that all of them may take as long as they may, before the group takes this consumer for dead.
    private static final int MOST_AT_ONCE = 8;

    private static final List<String> TOPICS = Stream.of(
                    EventType.SUBSTATE_CHANGED, EventType.MIGRATION_COMPLETED, EventType.MIGRATION_CANCELLED)
            .map(EventType::topic)
            .toList();

    private final DeliveryState state;
    private final Delivery delivery;
    private final InstantSource clock;
    private final Optional<Instant> from;
    private final TopicLoop loop;
    private Instant nextCount = Instant.MIN;
    private Map<TopicPartition, Long> committedPlaces = Map.of();

    /// @param from what a group without offsets begins with was announced then, or later; empty
    /// for now
    DeliveryLoop(
            Endpoint endpoint,
            DeliveryState state,
            Delivery delivery,
            Map<String, Object> kafka,
            InstantSource clock,
            Optional<Instant> from) {
        this.from = from;
        this.state = state;
        this.delivery = delivery;
        this.clock = clock;
        this.loop = new TopicLoop(
                "webhook-" + endpoint.name(),
                kafka,
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        endpoint.group(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        MOST_AT_ONCE),
                this::follow);
    }

    void start() {
        loop.start();
    }

    static void stopAll(Collection<DeliveryLoop> loops) throws InterruptedException {
        TopicLoop.stopAll(loops.stream().map(stopping -> stopping.loop).toList());
    }

    private void follow(Consumer<String, byte[]> consumer) throws InterruptedException {
        while (state.isStopped() && !loop.isStopping()) {
            loop.moved();
            Thread.sleep(POLL);
        }
        committedPlaces = Map.of();
        consumer.subscribe(TOPICS, new FirstOffsets(consumer, from));
        while (!loop.isStopping() && !state.isStopped()) {
            loop.moved();
            if (!state.mustWait(clock.instant())) {
                consumer.resume(consumer.paused());
            }
            take(consumer.poll(POLL), consumer);
            count(consumer);
        }
    }

    private void take(ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> consumer)
            throws InterruptedException {
        for (var partition : records.partitions()) {
            for (var record : records.records(partition)) {
                if (loop.isStopping()
                        || state.isStopped()
                        || state.mustWait(clock.instant())
                        || !delivery.isDone(record)) {
                    consumer.seek(partition, record.offset());
                    consumer.pause(consumer.assignment());
                    break;
                }
                loop.moved();
                consumer.commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
            }
        }
    }

    private void count(Consumer<String, byte[]> consumer) {
        var now = clock.instant();
        if (now.isBefore(nextCount)) {
            return;
        }
        nextCount = now.plus(BETWEEN_COUNTS);
        var ends = consumer.endOffsets(consumer.assignment());
        state.pending(ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum());
        if (!ends.isEmpty()) {
            loop.answered();
        }
        if (from.isPresent()) {
            commitPlaces(consumer);
            state.leftToGroup(isSomeLeft(consumer), now);
        }
    }

    /// What is no event, as the end of a transaction, moves the place of a consumer on, too.
    private void commitPlaces(Consumer<String, byte[]> consumer) {
        var places = consumer.assignment().stream().collect(Collectors.toMap(Function.identity(), consumer::position));
        if (!places.equals(committedPlaces)) {
            consumer.commitSync(places.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, place -> new OffsetAndMetadata(place.getValue()))));
            committedPlaces = places;
        }
    }

    /// Also of the partitions that other monitors have.
    private static boolean isSomeLeft(Consumer<String, byte[]> consumer) {
        var partitions = TOPICS.stream()
                .flatMap(topic -> TopicLoop.partitions(consumer, topic).stream())
                .collect(Collectors.toSet());
        var places = consumer.committed(partitions);
        return consumer.endOffsets(partitions).entrySet().stream().anyMatch(end -> {
            var place = places.get(end.getKey());
            return place == null || place.offset() < end.getValue();
        });
    }

    /// A receiver is told what happens from its first configuration on. That place is kept at once: a monitor that is
    /// killed before the first delivery must not begin at a later one.
    private record FirstOffsets(Consumer<String, byte[]> consumer, Optional<Instant> from)
            implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            var committed = consumer.committed(Set.copyOf(partitions));
            for (var partition : partitions) {
                if (committed.get(partition) == null) {
                    from.ifPresent(time -> seek(partition, time));
                    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(consumer.position(partition))));
                }
            }
        }

        private void seek(TopicPartition partition, Instant time) {
            var found = consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli()))
                    .get(partition);
            if (found != null) {
                consumer.seek(partition, found.offset());
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // what was delivered is committed already
        }
    }
}
