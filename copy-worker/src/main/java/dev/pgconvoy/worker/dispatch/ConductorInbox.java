package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a conductor hears of its migration. Made by the thread that leads it.
public final class ConductorInbox implements DispatchPorts.Inboxes {

    sealed interface Message {}

    record Result(TaskResult result) implements Message {}

    record Progress(TaskProgress progress) implements Message {}

    /// Something else than a copier's word has changed.
    record Changed() implements Message {}

    static final int MOST_MESSAGES = 50_000;

    private final Map<String, RunInbox> runs = new ConcurrentHashMap<>();
    private final Thread leader = Thread.currentThread();
    private boolean cancelRequested;
    private boolean interrupting;
    private boolean cameTooLate;
    private boolean past;
    private boolean decided;

    @Override
    public DispatchPorts.Inbox open(String run) {
        var inbox = new RunInbox(run);
        runs.put(run, inbox);
        return inbox;
    }

    /// What is of no run that goes on here is dropped.
    void put(String run, Message message) {
        Optional.ofNullable(runs.get(run)).ifPresent(inbox -> inbox.put(message));
    }

    private final class RunInbox implements DispatchPorts.Inbox {

        private final String run;
        private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>(MOST_MESSAGES);

        RunInbox(String run) {
            this.run = run;
        }

        /// What finds no room is dropped: a task nobody speaks of is sent again, and its ledger says that it is done.
        void put(Message message) {
            messages.offer(message);
        }

        @Override
        public Optional<Message> next(Duration atMost) throws InterruptedException {
            return Optional.ofNullable(messages.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public void wake() {
            put(new Changed());
        }

        @Override
        public void close() {
            runs.remove(run, this);
        }
    }

    /// Interrupts the conductor, whatever it waits for; only the first request does, and none once it is too late.
    public synchronized void requestCancel() {
        cameTooLate |= past;
        if (!cancelRequested && !past) {
            cancelRequested = true;
            interrupting = true;
            leader.interrupt();
        }
    }

    /// The same, by the thread that leads.
    public synchronized void noteCancel() {
        cameTooLate |= past;
        cancelRequested |= !past;
    }

    /// By the thread that leads: clears an interrupt that only told of a cancel request. All others mean that this
    /// worker stops or that the lease is lost, and come again and again.
    ///
    /// @return whether there was one since the last call
    public synchronized boolean takeInterrupt() {
        var was = interrupting;
        interrupting = false;
        if (was) {
            Thread.interrupted();
        }
        return was;
    }

    /// From now on the migration can only be finished, unless [#openToCancel] says otherwise.
    ///
    /// @return false when it was cancelled before
    public synchronized boolean closeToCancel() {
        past = !cancelRequested;
        return past;
    }

    /// The end was not decided after all: what came too late comes in time now.
    public synchronized void openToCancel() {
        if (!decided) {
            past = false;
            cancelRequested |= cameTooLate;
            cameTooLate = false;
        }
    }

    /// By the thread that leads: the end is decided for good, and nothing may keep it from being completed.
    public synchronized void endIsDecided() {
        decided = true;
        past = true;
        cancelRequested = false;
        takeInterrupt();
    }

    /// By the thread that leads: the target has lost the decision.
    public synchronized void endIsUndone() {
        decided = false;
        openToCancel();
    }

    public synchronized boolean isCancelRequested() {
        return cancelRequested;
    }
}
