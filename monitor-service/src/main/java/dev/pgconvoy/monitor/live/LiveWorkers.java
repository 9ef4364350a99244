package dev.pgconvoy.monitor.live;

import dev.pgconvoy.event.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The workers that were heard of, a bounded number: who has been silent for longest is forgotten first.
final class LiveWorkers {

    static final int MOST = 2_000;
    static final Duration SILENT_AFTER = Duration.ofSeconds(15);

    private static final class Heard {
        private final Instant first;
        private Instant last;
        private Optional<Instant> unknownTaskAt = Optional.empty();
        private long done;
        private long failed;

        private Heard(Instant first) {
            this.first = first;
            this.last = first;
        }
    }

    private final Map<String, Heard> workers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Heard> eldest) {
            return size() > MOST;
        }
    };

    /// @param isTaskKnown whether the task that it speaks of is among those that this monitor has read
    synchronized void heard(String worker, boolean isTaskKnown, Instant at) {
        var heard = said(worker, at);
        if (!isTaskKnown) {
            heard.unknownTaskAt = Optional.of(at);
        }
    }

    private Heard said(String worker, Instant at) {
        var heard = workers.computeIfAbsent(worker, _ -> new Heard(at));
        heard.last = at.isAfter(heard.last) ? at : heard.last;
        return heard;
    }

    synchronized void ended(TaskResult result, Instant at) {
        var heard = said(result.worker(), at);
        heard.unknownTaskAt = Optional.empty();
        switch (result.outcome()) {
            case TaskResult.Done _ -> heard.done++;
            case TaskResult.Failed _ -> heard.failed++;
            case TaskResult.GivenBack _ -> {}
        }
    }

    synchronized void clear() {
        workers.clear();
    }

    synchronized List<WorkerRow> rows(List<TaskRow> inHand, Instant now) {
        var byWorker = inHand.stream().collect(Collectors.groupingBy(TaskRow::worker));
        return workers.entrySet().stream()
                .map(entry ->
                        row(entry.getKey(), entry.getValue(), byWorker.getOrDefault(entry.getKey(), List.of()), now))
                .sorted(Comparator.comparing(WorkerRow::worker))
                .toList();
    }

    private static WorkerRow row(String worker, Heard heard, List<TaskRow> tasks, Instant now) {
        var state = state(heard, tasks, now);
        return new WorkerRow(
                worker,
                state,
                heard.first,
                heard.last,
                tasks.size(),
                heard.done,
                heard.failed,
                state == WorkerRow.State.SILENT
                        ? 0
                        : tasks.stream().mapToLong(TaskRow::bytesPerSecond).sum(),
                tasks);
    }

    private static WorkerRow.State state(Heard heard, List<TaskRow> tasks, Instant now) {
        var lately = now.minus(SILENT_AFTER);
        if (tasks.isEmpty()) {
            return heard.unknownTaskAt.filter(at -> !at.isBefore(lately)).isPresent()
                    ? WorkerRow.State.WORKING
                    : WorkerRow.State.IDLE;
        }
        return heard.last.isBefore(lately) ? WorkerRow.State.SILENT : WorkerRow.State.WORKING;
    }
}
