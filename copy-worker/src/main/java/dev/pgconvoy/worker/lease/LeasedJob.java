package dev.pgconvoy.worker.lease;

import dev.pgconvoy.worker.lease.LeasedWork.Disposition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The work of one record on a virtual thread. An interrupt ends a virtual thread's waiting for a socket, too, because
/// it closes the socket.
final class LeasedJob {

    private static final Logger LOG = Logger.getLogger(LeasedJob.class);
    private static final Duration BETWEEN_INTERRUPTS = Duration.ofSeconds(1);
    private static final int INTERRUPTS_BETWEEN_WARNINGS = 30;

    private final LeasedWork work;
    private final ConsumerRecord<String, byte[]> leased;
    private final Lease lease;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Disposition outcome;

    private LeasedJob(LeasedWork work, ConsumerRecord<String, byte[]> leased, Lease lease) {
        this.work = work;
        this.leased = leased;
        this.lease = lease;
        this.thread = Thread.ofVirtual().name("lease-" + leased.topic()).unstarted(this::run);
    }

    static LeasedJob start(LeasedWork work, ConsumerRecord<String, byte[]> leased, Lease lease) {
        var job = new LeasedJob(work, leased, lease);
        job.thread.start();
        return job;
    }

    private void run() {
        try {
            outcome = work.handle(leased, lease);
        } catch (InterruptedException _) {
            outcome = Disposition.RELEASE;
        } catch (RuntimeException | Error e) {
            LOG.errorf(e, "The work of %s broke; another worker may have it", LeaseSlot.nameOf(leased));
            outcome = Disposition.RELEASE;
        } finally {
            ended.countDown();
        }
    }

    /// @return empty when the work still runs after that time
    Optional<Disposition> awaitOutcome(Duration longest) throws InterruptedException {
        return ended.await(longest.toNanos(), TimeUnit.NANOSECONDS) ? Optional.ofNullable(outcome) : Optional.empty();
    }

    void interrupt() {
        thread.interrupt();
    }

    /// Returns when the work does not run any more, however long that takes: its sessions are those of the next record,
    /// so nothing else may use them before. An interrupt of the caller is kept for later.
    void end() {
        var interrupted = false;
        for (var times = 1; ended.getCount() > 0; times++) {
            thread.interrupt();
            abort();
            if (times % INTERRUPTS_BETWEEN_WARNINGS == 0) {
                LOG.warnf("The work of %s does not end although it was interrupted", LeaseSlot.nameOf(leased));
            }
            try {
                ended.await(BETWEEN_INTERRUPTS.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void abort() {
        try {
            work.abort();
        } catch (RuntimeException e) {
            LOG.warnf("Breaking the work of %s: %s", LeaseSlot.nameOf(leased), e.getMessage());
        }
    }
}
