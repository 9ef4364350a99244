package dev.pgconvoy.worker.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.TimeoutException;

/// Keeps the rules of the real one: what was handed out must be acknowledged before the next poll, a renewed record
/// comes back from `poll()`.
class FakeShareConsumer extends MockShareConsumer<String, byte[]> {

    static final String TOPIC = "work";
    private static final TopicIdPartition PARTITION = new TopicIdPartition(Uuid.ONE_UUID, 0, TOPIC);

    enum Renewal {
        CONFIRMED,
        BRINGS_NOTHING,
        BRINGS_ANOTHER_RECORD,
        REFUSED,
        THROWS,
        HANGS
    }

    private final BlockingQueue<ConsumerRecord<String, byte[]>> queue;
    private final Renewal renewal;
    private final List<ConsumerRecord<String, byte[]>> inHand = new ArrayList<>();
    private final List<ConsumerRecord<String, byte[]>> comingBack = new ArrayList<>();
    private Optional<AcknowledgeType> uncommitted = Optional.empty();

    final List<AcknowledgeType> committed = new CopyOnWriteArrayList<>();
    final AtomicInteger renewals = new AtomicInteger();
    volatile boolean isAsking;
    volatile boolean isClosed;

    FakeShareConsumer(BlockingQueue<ConsumerRecord<String, byte[]>> queue, Renewal renewal) {
        this.queue = queue;
        this.renewal = renewal;
    }

    static ConsumerRecord<String, byte[]> aRecord(long offset) {
        return new ConsumerRecord<>(TOPIC, 0, offset, "key", new byte[0]);
    }

    @Override
    public ConsumerRecords<String, byte[]> poll(Duration timeout) {
        if (!inHand.isEmpty()) {
            throw new IllegalStateException("what was handed out is not acknowledged");
        }
        if (!comingBack.isEmpty() || renewals.get() > 0) {
            inHand.addAll(comingBack);
            comingBack.clear();
            return records(inHand);
        }
        isAsking = true;
        var next = next(timeout);
        if (next.isEmpty()) {
            return ConsumerRecords.empty();
        }
        isAsking = false;
        inHand.add(next.get());
        return records(inHand);
    }

    private Optional<ConsumerRecord<String, byte[]>> next(Duration timeout) {
        try {
            return Optional.ofNullable(queue.poll(timeout.toMillis() / 10, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConsumerRecords<String, byte[]> records(List<ConsumerRecord<String, byte[]>> some) {
        return some.isEmpty()
                ? ConsumerRecords.empty()
                : new ConsumerRecords<>(Map.of(new TopicPartition(TOPIC, 0), List.copyOf(some)), Map.of());
    }

    @Override
    public void acknowledge(ConsumerRecord<String, byte[]> each, AcknowledgeType type) {
        if (!inHand.remove(each)) {
            throw new IllegalStateException("The record cannot be acknowledged.");
        }
        uncommitted = Optional.of(type);
        if (type == AcknowledgeType.RENEW) {
            switch (renewal) {
                case CONFIRMED -> comingBack.add(aRecord(each.offset()));
                case BRINGS_ANOTHER_RECORD -> comingBack.add(aRecord(each.offset() + 1_000));
                case BRINGS_NOTHING, REFUSED, THROWS, HANGS -> comingBack.clear();
            }
        }
    }

    @Override
    public Map<TopicIdPartition, Optional<KafkaException>> commitSync(Duration timeout) {
        var type = uncommitted.orElseThrow();
        uncommitted = Optional.empty();
        if (type == AcknowledgeType.RENEW) {
            renewals.incrementAndGet();
            return switch (renewal) {
                case CONFIRMED, BRINGS_NOTHING, BRINGS_ANOTHER_RECORD -> Map.of(PARTITION, Optional.empty());
                case REFUSED -> Map.of(PARTITION, Optional.of(new InvalidRecordStateException("not yours")));
                case THROWS -> throw new IllegalStateException("a fault of the client");
                case HANGS -> throw hang(timeout);
            };
        }
        renewals.set(0);
        committed.add(type);
        return Map.of(PARTITION, Optional.empty());
    }

    private static TimeoutException hang(Duration timeout) {
        var until = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() - until < 0) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        return new TimeoutException("the broker does not answer");
    }

    @Override
    public void close(Duration timeout) {
        isClosed = true;
    }
}
