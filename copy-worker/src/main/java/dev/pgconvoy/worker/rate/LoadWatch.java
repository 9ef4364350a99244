package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskProgress.Slowed;
import dev.pgconvoy.migration.rate.RateScope;
import dev.pgconvoy.text.LogLimit;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/// One source that is looked at while copies read from it that are to be gentle. Several of them
/// may allow it different loads: each of these holds.
final class LoadWatch {

    private static final Logger LOG = Logger.getLogger(LoadWatch.class);
    private static final String CALM = "it has no more to do than it may, and is read faster bit by bit";

    private final RateScope scope;
    private final LoadReader reader;
    private final SharedRates rates;
    private final LoadRegulator regulator = new LoadRegulator();
    private final List<CopyTask> tasks = new ArrayList<>();
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private final LogLimit logLimit = new LogLimit();
    private volatile Optional<Slowed> slowed = Optional.empty();
    private int looksWithoutCopies;
    private boolean isClosed;

    LoadWatch(RateScope scope, LoadReader reader, SharedRates rates) {
        this.scope = scope;
        this.reader = reader;
        this.rates = rates;
    }

    synchronized void enter(CopyTask task) {
        tasks.add(task);
        looksWithoutCopies = 0;
    }

    synchronized void leave(CopyTask task) {
        tasks.remove(task);
    }

    private synchronized List<CopyTask> copying() {
        return List.copyOf(tasks);
    }

    /// Counts a look that is due.
    synchronized void countLook() {
        looksWithoutCopies = tasks.isEmpty() ? looksWithoutCopies + 1 : 0;
    }

    /// How many looks in a row nobody has copied at.
    synchronized int looksWithoutCopies() {
        return looksWithoutCopies;
    }

    Optional<Slowed> slowed() {
        return slowed;
    }

    /// A look that takes long is not followed by another one before it has ended.
    void look() {
        if (!isLooking.compareAndSet(false, true)) {
            return;
        }
        try {
            var now = copying();
            if (!now.isEmpty()) {
                regulate(now, reader.read(now.getFirst()));
            }
        } catch (SQLException | RuntimeException e) {
            if (!isClosed()) {
                logLimit.write(
                        scope.toString(),
                        "What %s has to do was not seen, so that it is read as fast as before: %s"
                                .formatted(scope.name(), e.getMessage()),
                        LOG::warn);
            }
        } finally {
            isLooking.set(false);
        }
    }

    /// A look that ends after the watch changes nothing.
    private synchronized void regulate(List<CopyTask> now, SourceLoad load) {
        if (isClosed) {
            return;
        }
        var excess = now.stream()
                .flatMap(task -> task.gentle().stream())
                .distinct()
                .flatMap(allowed -> load.excess(allowed).stream())
                .findFirst();
        var limit = regulator.next(excess.isPresent(), rates.measureAnew(scope));
        if (limit.isPresent() != slowed.isPresent()) {
            LOG.infof(
                    limit.isPresent() ? "%s is read more slowly: %s" : "%s is read at full speed again",
                    scope.name(),
                    excess.orElse(CALM));
        }
        rates.regulate(scope, limit);
        slowed = limit.map(rate -> new Slowed(rate, excess.orElse(CALM)));
    }

    private synchronized boolean isClosed() {
        return isClosed;
    }

    /// Ends a look that is under way, too.
    void close() {
        synchronized (this) {
            isClosed = true;
            rates.regulate(scope, Optional.empty());
        }
        reader.close();
    }
}
