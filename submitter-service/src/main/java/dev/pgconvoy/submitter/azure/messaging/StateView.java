package dev.pgconvoy.submitter.azure.messaging;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.submitter.azure.application.Wishes;
import dev.pgconvoy.submitter.azure.model.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/// What the monitor says of migrations that go to Azure, read from the beginning: which of them are to be stopped, and
/// which are over.
public final class StateView implements Wishes {

    private static final Logger LOG = Logger.getLogger(StateView.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SECONDS_BEFORE_REPLACEMENT = 1;

    private final Map<String, Object> settings;
    private final Map<MigrationId, Wish> wishes = new ConcurrentHashMap<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("pgconvoy-azure-states").unstarted(this::run);
    private volatile boolean stopping;

    public StateView(Map<String, Object> connection) {
        settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    }

    public void start() {
        thread.start();
    }

    @Override
    public Wish of(MigrationId id) {
        return wishes.getOrDefault(id, Wish.RUN);
    }

    /// Whether all is read that was there when we began; it waits a while for it.
    boolean awaitCaughtUp() throws InterruptedException {
        return caughtUp.await(1, TimeUnit.SECONDS);
    }

    private void run() {
        while (!stopping) {
            try (var consumer = new KafkaConsumer<String, byte[]>(settings)) {
                follow(consumer);
            } catch (KafkaException e) {
                LOG.errorf(e, "The states cannot be read; it goes on with a new consumer");
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        var partitions = consumer.partitionsFor(EventType.STATE_RECORDED.topic()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        while (!stopping) {
            consumer.poll(POLL).forEach(this::read);
            if (caughtUp.getCount() > 0
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp.countDown();
            }
        }
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        try {
            var envelope = EventCodec.read(
                    record.topic(), record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()));
            if (envelope.data() instanceof StateRecorded(var status)) {
                keep(status);
            }
        } catch (MalformedEventException e) {
            LOG.warnf(
                    "A record is unreadable (%s, partition %d, offset %d): %s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    void keep(MigrationStatus status) {
        if (status.request().options().executor() != ExecutorKind.AZURE) {
            return;
        }
        if (status.state().isFinal()) {
            wishes.put(status.id(), Wish.ENDED);
        } else if (status.substate() == Substate.CANCELING_REQUESTED_DB_MIGRATIONS) {
            wishes.put(status.id(), Wish.STOP);
        } else {
            wishes.remove(status.id());
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(SECONDS_BEFORE_REPLACEMENT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() throws InterruptedException {
        stopping = true;
        thread.join(Duration.ofSeconds(5));
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join();
        }
    }
}
