package dev.pgconvoy.worker.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Work that ends when the test says so, and notes what was done to it.
final class FakeWork implements LeasedWork {

    private final boolean hearsInterrupts;
    private final AtomicInteger atOnce = new AtomicInteger();

    final CountDownLatch mayEnd = new CountDownLatch(1);
    final List<Long> begun = new CopyOnWriteArrayList<>();
    final List<Lease> leases = new CopyOnWriteArrayList<>();
    final List<Duration> remaining = new CopyOnWriteArrayList<>();
    final AtomicInteger interrupts = new AtomicInteger();
    final AtomicInteger aborts = new AtomicInteger();
    volatile boolean ranTwiceAtOnce;
    volatile boolean isClosed;

    FakeWork(boolean hearsInterrupts) {
        this.hearsInterrupts = hearsInterrupts;
    }

    @Override
    public Disposition handle(ConsumerRecord<String, byte[]> leased, Lease lease) throws InterruptedException {
        ranTwiceAtOnce |= atOnce.incrementAndGet() > 1;
        remaining.add(lease.remaining());
        leases.add(lease);
        begun.add(leased.offset());
        try {
            while (true) {
                try {
                    mayEnd.await();
                    return Disposition.ACCEPT;
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                    if (hearsInterrupts) {
                        throw e;
                    }
                }
            }
        } finally {
            atOnce.decrementAndGet();
        }
    }

    @Override
    public void abort() {
        aborts.incrementAndGet();
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
