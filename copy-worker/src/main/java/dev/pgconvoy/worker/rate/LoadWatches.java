package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskProgress.Slowed;
import dev.pgconvoy.migration.rate.RateScope;
import dev.pgconvoy.postgres.ServerConnector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The sources that this process reads from and is to be gentle to. Each of them is looked at every few seconds by each
/// worker that reads from it; the workers tell each other by their claims which limit is the lowest.
public final class LoadWatches implements RateGates, AutoCloseable {

    private static final long MILLIS_BETWEEN_LOOKS = 3_000;
    /// The session and what the source bears are kept between two tasks of a slot.
    private static final int LOOKS_KEPT = 10;

    private final SharedRates rates;
    private final Supplier<LoadReader> readers;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("load-watches").factory());
    private final Map<RateScope, LoadWatch> watches = new HashMap<>();

    public LoadWatches(SharedRates rates, ServerConnector connector) {
        this(rates, () -> new SessionLoadReader(connector));
        clock.scheduleWithFixedDelay(
                () -> watched().forEach(watch -> Thread.ofVirtual().start(watch::look)),
                MILLIS_BETWEEN_LOOKS,
                MILLIS_BETWEEN_LOOKS,
                TimeUnit.MILLISECONDS);
    }

    /// Looks only when it is told to.
    LoadWatches(SharedRates rates, Supplier<LoadReader> readers) {
        this.rates = rates;
        this.readers = readers;
    }

    @Override
    public RateGate gate(CopyTask task) {
        return task.gentle().isPresent() ? new GentleGate(rates.gate(task), task) : rates.gate(task);
    }

    private synchronized LoadWatch enter(CopyTask task) {
        var watch = watches.computeIfAbsent(
                RateScope.ofSource(task.source().host()), scope -> new LoadWatch(scope, readers.get(), rates));
        watch.enter(task);
        return watch;
    }

    /// Without those that nobody has copied from for a while.
    synchronized List<LoadWatch> watched() {
        watches.values().forEach(LoadWatch::countLook);
        watches.values().removeIf(watch -> {
            var isUnused = watch.looksWithoutCopies() > LOOKS_KEPT;
            if (isUnused) {
                watch.close();
            }
            return isUnused;
        });
        return List.copyOf(watches.values());
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
        watches.values().forEach(LoadWatch::close);
        watches.clear();
    }

    private final class GentleGate implements RateGate {

        private final RateGate gate;
        private final CopyTask task;
        /// Is read by who tells of the progress, too.
        private volatile Optional<LoadWatch> watch = Optional.empty();

        private GentleGate(RateGate gate, CopyTask task) {
            this.gate = gate;
            this.task = task;
        }

        @Override
        public void enter() {
            watch = Optional.of(LoadWatches.this.enter(task));
            gate.enter();
        }

        @Override
        public void pass(long bytes) {
            gate.pass(bytes);
        }

        @Override
        public void leave() {
            gate.leave();
            watch.ifPresent(known -> known.leave(task));
            watch = Optional.empty();
        }

        @Override
        public Optional<Slowed> slowed() {
            return watch.flatMap(LoadWatch::slowed);
        }
    }
}
