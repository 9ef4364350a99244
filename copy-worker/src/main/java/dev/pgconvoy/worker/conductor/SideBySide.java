package dev.pgconvoy.worker.conductor;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// Works on several databases at once, each on a thread of its own, and always waits for all of them. The first that
/// throws ends the others: they are asked to stop, and interrupted when they do not. Whoever interrupts the caller
/// interrupts them at once.
final class SideBySide<T> {

    /// As long as a session of a snapshot may be read on after a fault of the other server.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final List<Work<T>> works;
    private final List<@Nullable T> results;
    private final Runnable stop;
    private final Duration patience;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Failed> failed = new AtomicReference<>();
    private final Map<String, Object> logContext = Map.copyOf(MDC.getMap());

    private record Failed(Throwable cause, long atNanos) {}

    interface Work<T> {
        T run() throws SQLException, InterruptedException;
    }

    private SideBySide(List<Work<T>> works, Runnable stop, Duration patience) {
        this.works = works;
        this.results = new ArrayList<>(Collections.nCopies(works.size(), null));
        this.stop = stop;
        this.patience = patience;
    }

    /// @param works are begun in this order
    /// @param stop asks those that run to end by themselves
    /// @return their results, in the order of the works
    static <T> List<T> run(List<Work<T>> works, int atOnce, Runnable stop) throws SQLException, InterruptedException {
        return run(works, atOnce, stop, PATIENCE);
    }

    static <T> List<T> run(List<Work<T>> works, int atOnce, Runnable stop, Duration patience)
            throws SQLException, InterruptedException {
        return new SideBySide<>(works, stop, patience).run(Math.min(atOnce, works.size()));
    }

    private List<T> run(int atOnce) throws SQLException, InterruptedException {
        var ended = new CountDownLatch(atOnce);
        var threads = new ArrayList<Thread>();
        for (var number = 1; number <= atOnce; number++) {
            threads.add(Thread.ofVirtual().name("database-" + number).start(() -> {
                try {
                    workOn();
                } finally {
                    ended.countDown();
                }
            }));
        }
        await(ended, threads);
        var failure = failed.get();
        if (failure == null) {
            return results.stream().map(SideBySide::present).toList();
        }
        switch (failure.cause()) {
            case SQLException sql -> throw sql;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException other -> throw other;
            case Error fault -> throw fault;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    private static <T> T present(@Nullable T result) {
        if (result == null) {
            throw new IllegalStateException("a work has no result");
        }
        return result;
    }

    private void workOn() {
        logContext.forEach(MDC::put);
        for (var index = next.getAndIncrement();
                index < works.size() && failed.get() == null;
                index = next.getAndIncrement()) {
            try {
                var result = works.get(index).run();
                synchronized (results) {
                    results.set(index, result);
                }
            } catch (SQLException | InterruptedException | RuntimeException | Error e) {
                fail(e);
            }
        }
    }

    private void fail(Throwable e) {
        if (failed.compareAndSet(null, new Failed(e, System.nanoTime()))) {
            stop.run();
        }
    }

    private void await(CountDownLatch ended, List<Thread> threads) throws InterruptedException {
        try {
            var interruptedAt = Long.MIN_VALUE;
            while (!ended.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                var failure = failed.get();
                var now = System.nanoTime();
                if (failure != null && now - Math.max(failure.atNanos(), interruptedAt) > patience.toNanos()) {
                    threads.forEach(Thread::interrupt);
                    interruptedAt = now; // not at every look: whoever ends may still have to ask a server
                }
            }
        } catch (InterruptedException e) {
            fail(e);
            awaitInterrupted(ended, threads);
            throw e;
        }
    }

    private static void awaitInterrupted(CountDownLatch ended, List<Thread> threads) {
        var again = false;
        while (ended.getCount() > 0) {
            threads.forEach(Thread::interrupt);
            try {
                if (ended.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException _) {
                again = true;
            }
        }
        if (again) {
            Thread.currentThread().interrupt();
        }
    }
}
