package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.worker.dispatch.ConductorInbox.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Answers tasks as they are sent, in a time of its own that passes only while the dispatcher waits.
final class FakeCopiers
        implements DispatchPorts.Publisher, DispatchPorts.Inboxes, DispatchPorts.Inbox, DispatchPorts.RetryDelays {

    static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    static final Duration SILENCE = Duration.ofSeconds(60);
    static final int MOST_RETRIES = 3;

    private static final Duration LONGEST_TEST = Duration.ofHours(1);

    final List<CopyTask> sent = new ArrayList<>();
    final List<Duration> sentAt = new ArrayList<>();
    private final Deque<Message> messages = new ArrayDeque<>();
    private Answer answer = (task, _) -> List.of(done(task));
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // monotonic times may overflow
    private final long began = nanos;
    private Runnable beforeWaiting = () -> {};

    interface Answer {
        /// @param times how often this task was sent, with this time
        List<Message> to(CopyTask task, long times);
    }

    void answer(Answer next) {
        answer = next;
    }

    /// Runs each time the dispatcher has nothing to hear.
    void beforeWaiting(Runnable step) {
        beforeWaiting = step;
    }

    void say(Message message) {
        messages.add(message);
    }

    long nanoTime() {
        return nanos;
    }

    Duration now() {
        return Duration.ofNanos(nanos - began);
    }

    List<String> sentIds() {
        return sent.stream().map(CopyTask::taskId).toList();
    }

    @Override
    public void publish(CopyTask task) {
        sent.add(task);
        sentAt.add(now());
        var times = sent.stream()
                .filter(other -> other.taskId().equals(task.taskId()))
                .count();
        messages.addAll(answer.to(task, times));
    }

    @Override
    public DispatchPorts.Inbox open(String run) {
        return this;
    }

    @Override
    public void wake() {}

    @Override
    public void close() {}

    @Override
    public Optional<Message> next(Duration atMost) {
        if (messages.isEmpty() && atMost.isPositive()) {
            if (now().compareTo(LONGEST_TEST) > 0) {
                throw new AssertionError("nothing happens any more");
            }
            beforeWaiting.run();
            nanos += atMost.toNanos();
        }
        return Optional.ofNullable(messages.poll());
    }

    @Override
    public Optional<Duration> delayAfter(int failures) {
        return failures > MOST_RETRIES ? Optional.empty() : Optional.of(RETRY_AFTER);
    }

    @Override
    public Duration silence() {
        return SILENCE;
    }

    static Message done(CopyTask task) {
        return result(
                task,
                new TaskResult.Done(task.work().units().stream()
                        .map(unit -> UnitResult.of(unit, 1, 1, 1))
                        .toList()));
    }

    static Message failed(CopyTask task, FailureCode code) {
        return result(task, new TaskResult.Failed(new Failure(code, task.taskId(), "It broke.", "")));
    }

    static Message givenBack(CopyTask task) {
        return result(task, new TaskResult.GivenBack());
    }

    static Message result(CopyTask task, TaskResult.Outcome outcome) {
        return result(task, task.run(), task.epoch(), task.database(), task.requestHash(), outcome);
    }

    static Message result(
            CopyTask task, String run, int epoch, String database, String requestHash, TaskResult.Outcome outcome) {
        return new ConductorInbox.Result(
                new TaskResult(task.taskId(), run, task.id(), requestHash, epoch, database, "worker-2", outcome));
    }

    static Message progress(CopyTask task, String run, int epoch, String database, long bytes) {
        return new ConductorInbox.Progress(
                new TaskProgress(task.taskId(), run, task.id(), epoch, database, "worker-2", bytes, 1));
    }

    static Message progress(CopyTask task, long bytes) {
        return progress(task, task.run(), task.epoch(), task.database(), bytes);
    }
}
