package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.TaskProgress;
import dev.pgconvoy.copy.TaskResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a conductor hears of its migration. Made by the thread that leads it.
final class Inbox {

    sealed interface Message {}

    record Result(TaskResult result) implements Message {}

    record Progress(TaskProgress progress) implements Message {}

    private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final Thread leader = Thread.currentThread();
    private boolean cancelRequested;
    private boolean cameTooLate;
    private boolean past;

    void put(Message message) {
        messages.add(message);
    }

    /// Interrupts the conductor, whatever it waits for; only the first request does, and none once it is too late.
    synchronized void requestCancel() {
        cameTooLate |= past;
        if (!cancelRequested && !past) {
            cancelRequested = true;
            leader.interrupt();
        }
    }

    /// The same, by the thread that leads.
    synchronized void noteCancel() {
        cameTooLate |= past;
        cancelRequested |= !past;
    }

    /// From now on the migration can only be finished, unless [#openToCancel] says otherwise.
    ///
    /// @return false when it was cancelled before
    synchronized boolean closeToCancel() {
        past = !cancelRequested;
        return past;
    }

    /// The end was not decided after all: what came too late comes in time now.
    synchronized void openToCancel() {
        past = false;
        cancelRequested |= cameTooLate;
        cameTooLate = false;
    }

    /// The end is decided: from now on no cancel request counts, nor does one that came before.
    synchronized void ignoreCancel() {
        past = true;
        cancelRequested = false;
        cameTooLate = false;
    }

    synchronized boolean isCancelRequested() {
        return cancelRequested;
    }

    Optional<Message> next(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(messages.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
    }
}
