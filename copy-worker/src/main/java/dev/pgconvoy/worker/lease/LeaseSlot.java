package dev.pgconvoy.worker.lease;

import dev.pgconvoy.worker.lease.LeasedWork.Disposition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/// One slot: takes a record, runs its work on a virtual thread, renews the lease meanwhile, acknowledges at the end.
///
/// A renewed record comes back from `poll()` and must be taken from there before it can be acknowledged again.
final class LeaseSlot implements Runnable {

    private static final Logger LOG = Logger.getLogger(LeaseSlot.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Supplier<ShareConsumer<String, byte[]>> consumers;
    private final LeasedWork work;
    private final Duration renewEvery;
    private volatile boolean stopping;

    LeaseSlot(Supplier<ShareConsumer<String, byte[]>> consumers, LeasedWork work, Duration renewEvery) {
        this.consumers = consumers;
        this.work = work;
        this.renewEvery = renewEvery;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        while (!stopping) {
            try (var consumer = consumers.get()) {
                serve(consumer);
            } catch (InterruptException _) {
                return;
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("A slot lost its consumer and takes a new one: %s", e.getMessage());
                pause();
            }
        }
        work.close();
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException _) {
            stopping = true;
        }
    }

    private void serve(ShareConsumer<String, byte[]> consumer) {
        while (!stopping) {
            var leased = consumer.poll(POLL);
            for (var each : leased) {
                lease(consumer, each);
            }
            if (leased.isEmpty()) {
                work.idle();
            }
        }
    }

    private void lease(ShareConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> leased) {
        var lease = new Lease();
        var outcome = new CompletableFuture<Disposition>();
        var worker = Thread.ofVirtual().name("lease-" + leased.topic()).start(() -> complete(outcome, leased, lease));
        var held = leased;
        while (true) {
            try {
                consumer.acknowledge(held, typeOf(outcome.get(renewEvery.toMillis(), TimeUnit.MILLISECONDS)));
                consumer.commitSync();
                return;
            } catch (TimeoutException _) {
                if (stopping) {
                    worker.interrupt();
                }
                if (!lease.isLost()) {
                    held = renew(consumer, held, lease);
                }
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException("work ended without a disposition", e);
            }
        }
    }

    private void complete(CompletableFuture<Disposition> outcome, ConsumerRecord<String, byte[]> leased, Lease lease) {
        try {
            outcome.complete(work.handle(leased, lease));
        } catch (InterruptedException _) {
            outcome.complete(Disposition.RELEASE);
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e,
                    "The work of %s-%d@%d broke; another worker may have it",
                    leased.topic(),
                    leased.partition(),
                    leased.offset());
            outcome.complete(Disposition.RELEASE);
        }
    }

    private ConsumerRecord<String, byte[]> renew(
            ShareConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> held, Lease lease) {
        consumer.acknowledge(held, AcknowledgeType.RENEW);
        var failed = consumer.commitSync().values().stream().anyMatch(answer -> answer.isPresent());
        var back = consumer.poll(POLL);
        if (failed || back.isEmpty()) {
            LOG.warnf("The lease of %s-%d@%d is lost", held.topic(), held.partition(), held.offset());
            lease.lose();
            return held;
        }
        return back.iterator().next();
    }

    private static AcknowledgeType typeOf(Disposition disposition) {
        return switch (disposition) {
            case ACCEPT -> AcknowledgeType.ACCEPT;
            case RELEASE -> AcknowledgeType.RELEASE;
        };
    }
}
