package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.event.CopyTask;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What a dispatcher needs of the world around it.
///
/// @param pause of the migration
/// @param slots what it shares with other dispatchers
/// @param nanoClock a monotonic time
public record DispatchPorts(
        Checkpoint checkpoint,
        Pause pause,
        Inboxes inboxes,
        Publisher publisher,
        RetryDelays retries,
        JobSlots slots,
        LongSupplier nanoClock) {

    /// Passed again and again while tasks run: throws when the work is to stop, or is not ours any more.
    public interface Checkpoint {
        void pass() throws InterruptedException;
    }

    public interface Pause {
        /// While it is, no task is sent.
        boolean isOn();

        /// Called where no task runs; returns when the work may go on.
        ///
        /// @param checkpoint is passed again and again meanwhile
        void awaitEnd(Checkpoint checkpoint) throws InterruptedException;
    }

    public interface Inboxes {
        /// What copiers say of the tasks of this run, from now on.
        Inbox open(String run);
    }

    /// What copiers say of their tasks.
    public interface Inbox extends AutoCloseable {
        /// Empty when nothing comes in time, or [#wake] was called.
        Optional<ConductorInbox.Message> next(Duration atMost) throws InterruptedException;

        /// By any thread: whoever waits looks again.
        void wake();

        @Override
        void close();
    }

    public interface Publisher {
        void publish(CopyTask task);
    }

    public interface RetryDelays {
        /// Empty when it was tried often enough.
        Optional<Duration> delayAfter(int failures);

        /// After which a task nobody speaks of is sent again.
        Duration silence();
    }
}
