package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.event.CopyTask;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What a dispatcher needs of the world around it.
///
/// @param nanoClock a monotonic time
public record DispatchPorts(
        Checkpoint checkpoint, Inbox inbox, Publisher publisher, RetryDelays retries, LongSupplier nanoClock) {

    /// Passed again and again while tasks run: throws when the work is to stop, or is not ours any more.
    public interface Checkpoint {
        void pass() throws InterruptedException;
    }

    /// What copiers say of their tasks.
    public interface Inbox {
        /// Empty when nothing comes in time.
        Optional<ConductorInbox.Message> next(Duration atMost) throws InterruptedException;
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
