package dev.pgconvoy.worker;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jboss.logging.Logger;

/// Work that runs beside the conductor's own, on a virtual thread, and is always waited for.
public final class BackgroundTask<T> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BackgroundTask.class);
    private static final Duration PATIENCE_FOR_SNAPSHOTS = Duration.ofSeconds(30);

    private final FutureTask<T> task;
    private final Thread thread;
    private final Duration patience;
    private boolean taken;
    private boolean callerInterrupted;

    private BackgroundTask(Work<T> work, Duration patience) {
        this.patience = patience;
        this.task = new FutureTask<>(work::run);
        this.thread = Thread.ofVirtual().start(task);
    }

    public interface Work<T> {
        T run() throws SQLException, InterruptedException;
    }

    public static <T> BackgroundTask<T> start(Work<T> work) {
        return new BackgroundTask<>(work, Duration.ZERO);
    }

    /// Work in the session of a snapshot. Breaking it off breaks the session, so that a fault of the other server
    /// would cost the snapshot and with it the whole copy: its end is waited for, for a while.
    public static <T> BackgroundTask<T> startInSnapshot(Work<T> work) {
        return new BackgroundTask<>(work, PATIENCE_FOR_SNAPSHOTS);
    }

    /// Interrupting the caller interrupts the work.
    public T result() throws SQLException, InterruptedException {
        try {
            var result = task.get();
            taken = true;
            return result;
        } catch (InterruptedException e) {
            callerInterrupted = true;
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException sql -> throw sql;
                case MigrationException known -> throw known;
                case InterruptedException interrupted -> throw interrupted;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    /// Ends the work when its result is not wanted any more; what nobody took is closed.
    @Override
    public void close() {
        var interrupted = !endsInTime();
        thread.interrupt();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        closeUntaken();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return false when the caller was interrupted meanwhile: it is in a hurry
    private boolean endsInTime() {
        try {
            if (thread.isAlive() && patience.isPositive() && !callerInterrupted) {
                thread.join(patience);
            }
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void closeUntaken() {
        if (!taken && task.state() == Future.State.SUCCESS && task.resultNow() instanceof AutoCloseable left) {
            try {
                left.close();
            } catch (Exception e) {
                LOG.warnf("What was not needed any more could not be closed: %s", ServerErrorText.ofAny(e));
            }
        }
    }
}
