package dev.pgconvoy.monitor.view;

import dev.pgconvoy.event.EventType;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/// Reads all states from the first on, and announcements from now on, for as long as the monitor runs.
@Singleton
public final class Follower {

    private static final Logger LOG = Logger.getLogger(Follower.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final long SECONDS_BETWEEN_TRIES = 2;
    private static final long SECONDS_TO_STOP = 5;
    private static final List<EventType> ANNOUNCEMENTS =
            List.of(EventType.SUBSTATE_CHANGED, EventType.MIGRATION_COMPLETED, EventType.MIGRATION_CANCELLED);

    private final Map<String, Object> kafka;
    private final Reader reader;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean caughtUp;

    Follower(@Identifier("default-kafka-broker") Map<String, Object> kafka, Reader reader) {
        this.kafka = kafka;
        this.reader = reader;
    }

    public void start() {
        Thread.ofPlatform().name("pgconvoy-view").daemon().start(this::run);
    }

    /// Whether everything that was there at the start has been read.
    public boolean isCaughtUp() {
        return caughtUp;
    }

    public void stop() throws InterruptedException {
        stop.countDown();
        stopped.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
    }

    private void run() {
        try {
            while (stop.getCount() > 0) {
                followUntilFault();
                stop.await(SECONDS_BETWEEN_TRIES, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    private void followUntilFault() {
        try (var consumer = ViewConsumer.connect(kafka)) {
            follow(consumer);
        } catch (KafkaException e) {
            caughtUp = false;
            LOG.error("The view lost its topics and begins anew", e);
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        var states = partitions(consumer, EventType.STATE_RECORDED);
        var announcements = ANNOUNCEMENTS.stream()
                .flatMap(type -> partitions(consumer, type).stream())
                .toList();
        consumer.assign(Stream.concat(states.stream(), announcements.stream()).toList());
        consumer.seekToBeginning(states);
        consumer.seekToEnd(announcements);
        announcements.forEach(consumer::position);
        var known = consumer.endOffsets(states);
        while (stop.getCount() > 0) {
            consumer.poll(POLL).forEach(reader::take);
            caughtUp = caughtUp
                    || states.stream().allMatch(state -> consumer.position(state) >= known.getOrDefault(state, 0L));
        }
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, EventType type) {
        return consumer.partitionsFor(type.topic()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }
}
