package dev.pgconvoy.worker.lease;

import dev.pgconvoy.text.LastingFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// The slots of one share group in this process.
public final class LeasePool implements AutoCloseable {

    /// @param asking how many slots ask the broker for a record at the same time; each of them costs a record one of
    /// its deliveries when the process is killed
    /// @param lock how long the broker keeps a record for a silent worker, 15 s to 60 s
    public record Settings(String group, String topic, int slots, int asking, Duration lock) {

        private static final int DELIVERIES = 10;
        private static final int MOST_SLOTS = 64;
        private static final Duration SHORTEST = Duration.ofSeconds(15);
        private static final Duration LONGEST = Duration.ofSeconds(60);

        public Settings {
            if (slots < 1 || slots > MOST_SLOTS) {
                throw new IllegalArgumentException(
                        "PGCONVOY_WORKER_COPIER_SLOTS and PGCONVOY_WORKER_CONDUCTOR_SLOTS must be between 1 and "
                                + MOST_SLOTS);
            }
            if (lock.compareTo(SHORTEST) < 0 || lock.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("PGCONVOY_WORKER_LEASE must be between 15s and 60s");
            }
            if (asking < 1) {
                throw new IllegalArgumentException("at least one slot must ask for records");
            }
        }

        LeaseSlot.Timing timing() {
            return new LeaseSlot.Timing(lock.dividedBy(3), lock.multipliedBy(4).dividedBy(5), System::nanoTime);
        }

        Map<String, String> groupConfig() {
            return Map.of(
                    "share.auto.offset.reset",
                    "earliest",
                    "share.isolation.level",
                    "read_committed",
                    "share.record.lock.duration.ms",
                    Long.toString(lock.toMillis()),
                    "share.delivery.count.limit",
                    Integer.toString(DELIVERIES));
        }
    }

    private final List<LeaseSlot> slots = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Settings settings;

    private LeasePool(Settings settings) {
        this.settings = settings;
    }

    /// @param recentWork one for all pools of a process: who leads a migration soon copies, too
    /// @param work makes the work of one slot; each slot runs one record at a time
    public static LeasePool start(
            Map<String, Object> connection, Settings settings, RecentWork recentWork, Supplier<LeasedWork> work) {
        configureGroup(connection, settings);
        var pool = new LeasePool(settings);
        var turn = new Semaphore(settings.asking(), true);
        var fault = new LastingFault();
        for (var number = 0; number < settings.slots(); number++) {
            var presence = new LeaseSlot.Presence(recentWork, number == 0);
            pool.add(
                    new LeaseSlot(
                            () -> consumer(connection, settings), work.get(), settings.timing(), turn, presence, fault),
                    number);
        }
        return pool;
    }

    private void add(LeaseSlot slot, int number) {
        slots.add(slot);
        threads.add(Thread.ofPlatform()
                .name(settings.group() + "-" + number)
                .daemon()
                .start(slot));
    }

    private static void configureGroup(Map<String, Object> connection, Settings settings) {
        var group = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
        var operations = settings.groupConfig().entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try (var admin = Admin.create(connection)) {
            admin.incrementalAlterConfigs(Map.of(group, operations)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The share group %s cannot be configured: %s".formatted(settings.group(), e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static ShareConsumer<String, byte[]> consumer(Map<String, Object> connection, Settings settings) {
        var config = new HashMap<>(connection);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        config.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        config.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE); // a slot may wait long for its turn
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        var consumer = new KafkaShareConsumer<String, byte[]>(config);
        consumer.subscribe(List.of(settings.topic()));
        return consumer;
    }

    public boolean isAlive() {
        return threads.stream().allMatch(Thread::isAlive);
    }

    public boolean isReady() {
        return isAlive() && slots.stream().allMatch(slot -> slot.loops().isReady());
    }

    /// Stops taking records; running work is interrupted and given back.
    @Override
    public void close() {
        slots.forEach(LeaseSlot::stop);
        for (var thread : threads) {
            try {
                thread.join(Duration.ofSeconds(20));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
