package dev.pgconvoy.monitor.view;

import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.TopicReader;
import dev.pgconvoy.text.LastingFault;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/// A thread that reads topics with a consumer of its own for as long as the monitor runs. After a fault it begins anew
/// with another consumer.
public final class TopicLoop {

    private static final Logger LOG = Logger.getLogger(TopicLoop.class);
    private static final long SECONDS_BETWEEN_TRIES = 2;
    private static final long SECONDS_TO_STOP = 5;

    private final String name;
    private final Map<String, Object> kafka;
    private final Map<String, Object> more;
    private final Reading reading;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LoopWatch loops = new LoopWatch();
    private final LastingFault fault = new LastingFault();

    /// What is done with a consumer, until the loop [#isStopping].
    @FunctionalInterface
    public interface Reading {
        void follow(Consumer<String, byte[]> consumer) throws InterruptedException;
    }

    public TopicLoop(String name, Map<String, Object> kafka, Reading reading) {
        this(name, kafka, Map.of(), reading);
    }

    /// @param more settings of the consumer
    public TopicLoop(String name, Map<String, Object> kafka, Map<String, Object> more, Reading reading) {
        this.name = name;
        this.kafka = kafka;
        this.more = more;
        this.reading = reading;
    }

    public void start() {
        loops.moved(this);
        Thread.ofPlatform().name("pgconvoy-" + name).daemon().start(this::run);
    }

    public void stop() throws InterruptedException {
        stopAll(List.of(this));
    }

    /// At the same time; those that take too long are left to themselves.
    public static void stopAll(Collection<TopicLoop> loops) throws InterruptedException {
        loops.forEach(loop -> loop.stop.countDown());
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_STOP);
        for (var loop : loops) {
            loop.stopped.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    public boolean isStopping() {
        return stop.getCount() == 0;
    }

    /// To be told again and again while it reads, or waits for what has to come before it.
    public void moved() {
        loops.moved(this);
    }

    /// To be told again and again while the brokers answer.
    public void answered() {
        fault.over("The %s reads again".formatted(name), LOG::info);
    }

    public LoopWatch loops() {
        return loops;
    }

    private void run() {
        try {
            while (!isStopping()) {
                followUntilFault();
                moved();
                stop.await(SECONDS_BETWEEN_TRIES, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    private void followUntilFault() throws InterruptedException {
        var settings = new HashMap<>(TopicReader.settings(KafkaConnection.of(kafka)));
        settings.putAll(more);
        try (var consumer = new KafkaConsumer<String, byte[]>(settings)) {
            reading.follow(consumer);
        } catch (RuntimeException e) {
            loops.failed();
            fault.met("The %s has not got all its topics and begins anew".formatted(name), line -> LOG.warn(line, e));
        }
    }

    /// A broker that does not know yet what has just been created says that there is nothing.
    public static List<TopicPartition> partitions(Consumer<String, byte[]> consumer, String topic) {
        var partitions = consumer.partitionsFor(topic);
        if (partitions.isEmpty()) {
            throw new KafkaException("The topic %s is not known yet".formatted(topic));
        }
        return partitions.stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }
}
