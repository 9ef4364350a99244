package dev.pgconvoy.submitter.azure.messaging;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.kafka.LoopWatch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/// `migration.submitted`: each record on a virtual thread of its own, so that one which must be tried for hours holds
/// up no other. Offsets are committed up to the first record that is not done; after a kill the records behind it come
/// again, and each finds what it made.
public final class SubmittedConsumer implements ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(SubmittedConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SECONDS_BEFORE_REPLACEMENT = 1;
    private static final long SECONDS_TO_STOP = 5;

    private final Map<String, Object> settings;
    private final SubmittedRecords records;
    private final StateView states;
    private final int concurrency;
    private final InFlight inFlight = new InFlight();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread thread =
            Thread.ofPlatform().name("pgconvoy-azure-submit").unstarted(this::run);
    private final LoopWatch loops = new LoopWatch();
    private volatile boolean stopping;

    public SubmittedConsumer(
            Map<String, Object> connection, String group, SubmittedRecords records, StateView states, int concurrency) {
        this.settings = settings(connection, group);
        this.records = records;
        this.states = states;
        this.concurrency = concurrency;
    }

    private static Map<String, Object> settings(Map<String, Object> connection, String group) {
        var settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 50);
        return settings;
    }

    public LoopWatch loops() {
        return loops;
    }

    public void start() {
        loops.moved(this);
        thread.start();
    }

    private void run() {
        while (!stopping) {
            loops.moved(this);
            try {
                if (states.awaitCaughtUp()) {
                    consume();
                }
            } catch (KafkaException e) {
                if (!stopping) {
                    loops.failed();
                    LOG.errorf(e, "The consumer of %s failed; it goes on with a new one", topic());
                    pause();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void consume() {
        try (var consumer = new KafkaConsumer<String, byte[]>(settings)) {
            consumer.subscribe(List.of(topic()), this);
            while (!stopping) {
                loops.moved(this);
                if (inFlight.size() < concurrency) {
                    consumer.resume(consumer.paused());
                } else {
                    consumer.pause(consumer.assignment());
                }
                consumer.poll(POLL).forEach(this::begin);
                commit(consumer);
            }
        } catch (WakeupException e) {
            if (!stopping) {
                throw e;
            }
        } finally {
            inFlight.drop(List.copyOf(inFlight.partitions()));
        }
    }

    private void begin(ConsumerRecord<String, byte[]> record) {
        inFlight.add(new TopicPartition(record.topic(), record.partition()), record.offset(), workers.submit(() -> {
            records.take(record);
            return null;
        }));
    }

    private void commit(KafkaConsumer<String, byte[]> consumer) {
        inFlight.requireNoneBroken();
        var offsets = inFlight.committable();
        if (!offsets.isEmpty()) {
            consumer.commitSync(offsets);
            inFlight.committed(offsets);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        inFlight.drop(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

    private static String topic() {
        return EventType.MIGRATION_SUBMITTED.topic();
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(SECONDS_BEFORE_REPLACEMENT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What is under way is left as it is; whoever gets the records next looks first.
    public void stop() throws InterruptedException {
        stopping = true;
        workers.shutdownNow();
        thread.join(Duration.ofSeconds(5));
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join();
        }
        if (!workers.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
            LOG.warn("Some calls to Azure were still under way");
        }
    }
}
