package dev.pgconvoy.monitor.view;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.kafka.LoopWatch;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads all states, and whatever else is to be known, from the first on, and announcements from now on, for as long as
/// the monitor runs.
@Singleton
public final class Follower {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final List<EventType> ANNOUNCEMENTS =
            List.of(EventType.SUBSTATE_CHANGED, EventType.MIGRATION_COMPLETED, EventType.MIGRATION_CANCELLED);

    private final Reader reader;
    private final Map<String, KeptTopic> kept;
    private final TopicLoop loop;
    private volatile boolean caughtUp;

    Follower(@Identifier("default-kafka-broker") Map<String, Object> kafka, Reader reader, @All List<KeptTopic> kept) {
        this.reader = reader;
        this.kept = kept.stream().collect(Collectors.toMap(KeptTopic::topic, Function.identity()));
        this.loop = new TopicLoop("view", kafka, this::followFromTheFirst);
    }

    public void start() {
        loop.start();
    }

    /// Whether everything that was there at the start has been read.
    public boolean isCaughtUp() {
        return caughtUp;
    }

    public LoopWatch loops() {
        return loop.loops();
    }

    public void stop() throws InterruptedException {
        loop.stop();
    }

    private void followFromTheFirst(Consumer<byte[], byte[]> consumer) {
        try {
            follow(consumer);
        } catch (RuntimeException e) {
            caughtUp = false;
            throw e;
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        var states = Stream.concat(Stream.of(EventType.STATE_RECORDED.topic()), kept.keySet().stream())
                .flatMap(topic -> TopicLoop.partitions(consumer, topic).stream())
                .toList();
        var announcements = ANNOUNCEMENTS.stream()
                .flatMap(type -> TopicLoop.partitions(consumer, type.topic()).stream())
                .toList();
        consumer.assign(Stream.concat(states.stream(), announcements.stream()).toList());
        consumer.seekToBeginning(states);
        consumer.seekToEnd(announcements);
        announcements.forEach(consumer::position);
        var known = consumer.endOffsets(states);
        while (!loop.isStopping()) {
            loop.moved();
            consumer.poll(POLL).forEach(this::take);
            caughtUp = caughtUp
                    || states.stream().allMatch(state -> consumer.position(state) >= known.getOrDefault(state, 0L));
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var other = kept.get(record.topic());
        if (other == null) {
            reader.take(record);
        } else {
            other.take(record);
        }
    }
}
