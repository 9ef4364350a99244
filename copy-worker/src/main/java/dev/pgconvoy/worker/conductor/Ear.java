package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.kafka.EventProducer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/// Hears results, progress and cancel requests, all partitions from now on, for the conductors of this process.
public final class Ear implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Ear.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final List<String> TOPICS =
            List.of(EventType.COPY_RESULT.topic(), EventType.COPY_PROGRESS.topic(), EventType.CANCEL_REQUESTED.topic());

    private final KafkaConsumer<String, byte[]> consumer;
    private final Switchboard switchboard;
    private final EventProducer producer;
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean stopping;

    public Ear(Map<String, Object> connection, Switchboard switchboard, EventProducer producer) {
        var config = new HashMap<>(connection);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        this.consumer = new KafkaConsumer<>(config);
        this.switchboard = switchboard;
        this.producer = producer;
        this.thread = Thread.ofPlatform().name("ear").daemon().start(this::listen);
    }

    /// Returns when nothing said from now on is missed.
    public void awaitListening() throws InterruptedException {
        listening.await();
    }

    private void listen() {
        try (consumer) {
            var partitions = TOPICS.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            listening.countDown();
            while (!stopping) {
                try {
                    consumer.poll(POLL).forEach(this::hear);
                } catch (WakeupException _) {
                    return;
                } catch (KafkaException e) {
                    LOG.warnf("Listening goes on after: %s", e.getMessage());
                }
            }
        }
    }

    private void hear(ConsumerRecord<String, byte[]> heard) {
        try {
            switchboard.hear(EventCodec.read(
                            heard.topic(), heard.headers(), heard.value(), Instant.ofEpochMilli(heard.timestamp()))
                    .data());
        } catch (MalformedEventException e) {
            if (!heard.topic().equals(EventType.CANCEL_REQUESTED.topic())) {
                producer.deadLetter(heard, String.valueOf(e.getMessage()));
            }
        }
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        stopping = true;
        consumer.wakeup();
    }
}
