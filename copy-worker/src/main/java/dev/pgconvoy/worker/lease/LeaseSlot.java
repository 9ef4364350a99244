package dev.pgconvoy.worker.lease;

import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.text.LastingFault;
import dev.pgconvoy.worker.lease.LeasedWork.Disposition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One slot: takes a record, runs its work on a thread of its own, renews the lease meanwhile, acknowledges at the end.
///
/// A consumer goes on asking the broker for a record after its first `poll()` until it gets one. When its process is
/// killed, the broker gives that question the record that the dead process worked on, which costs one of the record's
/// deliveries. Therefore a slot asks only while it has the turn, and keeps the turn until it has a record.
///
/// A renewed record comes back from `poll()` and must be taken from there before it can be acknowledged again. Whatever
/// goes wrong with the consumer: the slot takes the next record only after the work of the last one has ended.
final class LeaseSlot implements Runnable {

    private static final Logger LOG = Logger.getLogger(LeaseSlot.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Supplier<ShareConsumer<String, byte[]>> consumers;
    private final LeasedWork work;
    private final Timing timing;
    private final Semaphore turn;
    private final Presence presence;
    private final LoopWatch loops = new LoopWatch();
    private final LastingFault fault;
    private volatile boolean stopping;
    private volatile @Nullable LeasedJob running;

    /// @param lasts the time without a confirmed renewal after which the lease is lost
    /// @param nanoTime a monotonic clock
    record Timing(Duration renewEvery, Duration lasts, LongSupplier nanoTime) {}

    /// @param isFirst the first of a pool stays in the group, the others leave it while there is no work
    record Presence(RecentWork recentWork, boolean isFirst) {

        boolean isNeeded() {
            return isFirst || !recentWork.isLongAgo();
        }
    }

    /// @param since the record was not ours before
    private record Taken(ConsumerRecord<String, byte[]> leased, long since) {}

    /// @param turn a permit for each slot that may ask the broker for a record at the same time
    /// @param fault what all slots of a group meet at the same time is told once
    LeaseSlot(
            Supplier<ShareConsumer<String, byte[]>> consumers,
            LeasedWork work,
            Timing timing,
            Semaphore turn,
            Presence presence,
            LastingFault fault) {
        this.consumers = consumers;
        this.work = work;
        this.timing = timing;
        this.turn = turn;
        this.presence = presence;
        this.fault = fault;
    }

    static String nameOf(ConsumerRecord<?, ?> leased) {
        return "%s-%d@%d".formatted(leased.topic(), leased.partition(), leased.offset());
    }

    /// Takes no record any more and interrupts the work that runs.
    void stop() {
        stopping = true;
        var job = running;
        if (job != null) {
            job.interrupt();
        }
    }

    /// Whether it takes records or holds one, as it should.
    LoopWatch loops() {
        return loops;
    }

    @Override
    public void run() {
        loops.moved(this);
        try {
            while (!stopping) {
                restUntilNeeded();
                serveWithOneConsumer();
            }
        } catch (InterruptException | InterruptedException _) {
            LOG.debug("A slot was interrupted and ends");
        } finally {
            work.close();
        }
    }

    private void restUntilNeeded() throws InterruptedException {
        while (!stopping && !presence.isNeeded()) {
            loops.moved(this);
            work.idle();
            presence.recentWork().await(POLL);
        }
    }

    private void serveWithOneConsumer() throws InterruptedException {
        ShareConsumer<String, byte[]> consumer = null;
        try {
            consumer = consumers.get();
            while (!stopping && presence.isNeeded()) {
                loops.moved(this);
                var taken = take(consumer);
                if (taken.isPresent()) {
                    lease(consumer, taken.get());
                } else {
                    work.idle();
                }
            }
        } catch (InterruptException e) {
            throw e;
        } catch (LeaseLostException e) {
            LOG.warn(e.getMessage());
        } catch (KafkaException | IllegalStateException e) {
            loops.failed();
            fault.met(
                    "A slot lost its consumer and takes a new one: %s: %s"
                            .formatted(e.getClass().getSimpleName(), e.getMessage()),
                    LOG::warn);
            Thread.sleep(AFTER_FAILURE);
        } finally {
            close(consumer);
        }
    }

    /// Keeps the turn until there is a record: the consumer asks for one also between two polls.
    private Optional<Taken> take(ShareConsumer<String, byte[]> consumer) throws InterruptedException {
        if (!turn.tryAcquire(POLL.toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            var since = timing.nanoTime().getAsLong();
            while (!stopping && presence.isNeeded()) {
                loops.moved(this);
                var askedAt = timing.nanoTime().getAsLong();
                var records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    return Optional.of(new Taken(records.iterator().next(), since));
                }
                work.idle();
                since = askedAt; // what comes next may have arrived after that poll and before the next one
            }
            return Optional.empty();
        } finally {
            turn.release();
        }
    }

    private void lease(ShareConsumer<String, byte[]> consumer, Taken taken) throws InterruptedException {
        var lease = new Lease(timing.lasts(), taken.since(), timing.nanoTime());
        var job = LeasedJob.start(work, taken.leased(), lease);
        running = job;
        try {
            hold(consumer, taken.leased(), lease, job);
        } finally {
            job.end();
            running = null;
        }
    }

    private void hold(
            ShareConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> taken, Lease lease, LeasedJob job)
            throws InterruptedException {
        var held = taken;
        while (true) {
            loops.moved(this);
            presence.recentWork().seen();
            var outcome = job.awaitOutcome(shorter(timing.renewEvery(), lease.remaining()));
            if (lease.isLost()) {
                throw new LeaseLostException("The lease of %s ended before it was renewed".formatted(nameOf(held)));
            }
            if (outcome.isPresent()) {
                acknowledge(consumer, held, outcome.get(), lease);
                return;
            }
            if (stopping) {
                job.interrupt();
            }
            held = renew(consumer, held, lease);
        }
    }

    /// The broker's word that it knows of the renewal is not enough: the record has to come back.
    private ConsumerRecord<String, byte[]> renew(
            ShareConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> held, Lease lease) {
        try {
            var askedAt = timing.nanoTime().getAsLong();
            consumer.acknowledge(held, AcknowledgeType.RENEW);
            requireConfirmed(consumer, held, lease);
            for (var back : consumer.poll(shorter(POLL, lease.remaining()))) {
                if (isSame(back, held)) {
                    lease.renewed(askedAt);
                    return back;
                }
            }
            throw new LeaseLostException(
                    "The lease of %s is lost: it did not come back from its renewal".formatted(nameOf(held)));
        } catch (LeaseLostException | KafkaException | IllegalStateException e) {
            lease.lose();
            throw e;
        }
    }

    private static void requireConfirmed(
            ShareConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> held, Lease lease) {
        for (var answer : consumer.commitSync(lease.remaining()).values()) {
            if (answer.isPresent()) {
                throw new LeaseLostException("The lease of %s is lost: %s"
                        .formatted(nameOf(held), answer.get().getMessage()));
            }
        }
    }

    private static boolean isSame(ConsumerRecord<?, ?> one, ConsumerRecord<?, ?> other) {
        return one.topic().equals(other.topic())
                && one.partition() == other.partition()
                && one.offset() == other.offset();
    }

    /// Without a confirmation the record may come again, here or elsewhere.
    private static void acknowledge(
            ShareConsumer<String, byte[]> consumer,
            ConsumerRecord<String, byte[]> held,
            Disposition disposition,
            Lease lease) {
        consumer.acknowledge(held, typeOf(disposition));
        for (var answer : consumer.commitSync(lease.remaining()).values()) {
            answer.ifPresent(
                    refusal -> LOG.infof("The end of %s was not noted: %s", nameOf(held), refusal.getMessage()));
        }
    }

    private static AcknowledgeType typeOf(Disposition disposition) {
        return switch (disposition) {
            case ACCEPT -> AcknowledgeType.ACCEPT;
            case RELEASE -> AcknowledgeType.RELEASE;
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// The broker gives what this consumer holds to others at once.
    private static void close(@Nullable ShareConsumer<String, byte[]> consumer) {
        if (consumer != null) {
            try {
                consumer.close(CLOSE);
            } catch (KafkaException e) {
                LOG.debugf("closing a consumer: %s", e.getMessage());
            }
        }
    }
}
