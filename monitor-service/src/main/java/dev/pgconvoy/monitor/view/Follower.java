package dev.pgconvoy.monitor.view;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.kafka.LoopWatch;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/// Reads all states, and whatever else is to be known, from the first on, and announcements from now on, for as long as
/// the monitor runs.
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
    private final Map<String, KeptTopic> kept;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LoopWatch loops = new LoopWatch();
    private volatile boolean caughtUp;

    Follower(@Identifier("default-kafka-broker") Map<String, Object> kafka, Reader reader, @All List<KeptTopic> kept) {
        this.kafka = kafka;
        this.reader = reader;
        this.kept = kept.stream().collect(Collectors.toMap(KeptTopic::topic, Function.identity()));
    }

    public void start() {
        loops.moved(this);
        Thread.ofPlatform().name("pgconvoy-view").daemon().start(this::run);
    }

    /// Whether everything that was there at the start has been read.
    public boolean isCaughtUp() {
        return caughtUp;
    }

    public LoopWatch loops() {
        return loops;
    }

    public void stop() throws InterruptedException {
        stop.countDown();
        stopped.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
    }

    private void run() {
        try {
            while (stop.getCount() > 0) {
                followUntilFault();
                loops.moved(this);
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
        } catch (RuntimeException e) {
            caughtUp = false;
            loops.failed();
            LOG.warn("The view has not got all its topics and begins anew", e);
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        var states = Stream.concat(Stream.of(EventType.STATE_RECORDED.topic()), kept.keySet().stream())
                .flatMap(topic -> partitions(consumer, topic))
                .toList();
        var announcements = ANNOUNCEMENTS.stream()
                .flatMap(type -> partitions(consumer, type.topic()))
                .toList();
        consumer.assign(Stream.concat(states.stream(), announcements.stream()).toList());
        consumer.seekToBeginning(states);
        consumer.seekToEnd(announcements);
        announcements.forEach(consumer::position);
        var known = consumer.endOffsets(states);
        while (stop.getCount() > 0) {
            loops.moved(this);
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

    /// A broker that does not know yet what has just been created says that there is nothing.
    private static Stream<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        var partitions = consumer.partitionsFor(topic);
        if (partitions.isEmpty()) {
            throw new KafkaException("The topic %s is not known yet".formatted(topic));
        }
        return partitions.stream().map(partition -> new TopicPartition(partition.topic(), partition.partition()));
    }
}
