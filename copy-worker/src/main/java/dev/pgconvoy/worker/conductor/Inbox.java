package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.TaskProgress;
import dev.pgconvoy.copy.TaskResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a conductor hears of its migration.
final class Inbox {

    sealed interface Message {}

    record Result(TaskResult result) implements Message {}

    record Progress(TaskProgress progress) implements Message {}

    private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private volatile boolean cancelRequested;

    void put(Message message) {
        messages.add(message);
    }

    void requestCancel() {
        cancelRequested = true;
    }

    boolean isCancelRequested() {
        return cancelRequested;
    }

    Optional<Message> next(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(messages.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
    }
}
