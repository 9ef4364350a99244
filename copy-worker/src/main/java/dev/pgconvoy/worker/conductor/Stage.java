package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.CopyTask;
import dev.pgconvoy.copy.TaskResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.conductor.TaskNode.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/// Runs a graph of tasks to its end: sends what can run, bounded, hears the results, tries again what may pass,
/// repeats
/// what fell silent. When a task failed for good, what does not depend on it still runs, unless the request says
/// otherwise.
final class Stage {

    private static final Logger LOG = Logger.getLogger(Stage.class);
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Run run;
    private final TaskGraph graph;
    private final Tally tally;
    private final BiConsumer<TaskNode, List<TaskResult.UnitResult>> onDone;
    private final Map<String, InFlight> inFlight = new HashMap<>();
    private final List<Delayed> delayed = new ArrayList<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final List<Failure> fatal = new ArrayList<>();

    private record InFlight(TaskNode node, CopyTask task, long heardAtNanos) {}

    private record Delayed(TaskNode node, long dueNanos) {}

    Stage(Run run, List<TaskNode> nodes, Tally tally, BiConsumer<TaskNode, List<TaskResult.UnitResult>> onDone) {
        this.run = run;
        this.graph = new TaskGraph(nodes);
        this.tally = tally;
        this.onDone = onDone;
    }

    /// @throws MigrationException when a task failed for good, after those that ran have ended
    void complete(SourceSnapshot snapshot, String database) throws InterruptedException {
        while (!graph.isFinished() && !(isGivenUp() && inFlight.isEmpty())) {
            run.checkpoint();
            wakeDelayed();
            dispatchReady(snapshot, database);
            var message = run.inbox().next(PATIENCE);
            while (message.isPresent()) {
                hear(message.get());
                message = run.inbox().next(Duration.ZERO);
            }
            repeatSilent();
        }
        if (!fatal.isEmpty()) {
            throw new MigrationException(Failures.together(fatal), null);
        }
    }

    private boolean isGivenUp() {
        return !fatal.isEmpty() && run.request().options().copy().failFast();
    }

    private void dispatchReady(SourceSnapshot snapshot, String database) {
        for (var next = takeReady(); next.isPresent(); next = takeReady()) {
            dispatch(next.get(), snapshot, database);
        }
    }

    private Optional<TaskNode> takeReady() {
        return isGivenUp() ? Optional.empty() : graph.takeReady(barred());
    }

    /// Rows move in as many streams as the request has jobs. What only the target works on runs beside them, half as
    /// many at once; but as many indexes when no rows move.
    private Set<Kind> barred() {
        var jobs = run.request().options().jobs();
        var barred = EnumSet.noneOf(Kind.class);
        var moving = flying(Kind.MOVING);
        if (moving >= jobs) {
            barred.addAll(Kind.MOVING);
        }
        var building = flying(Kind.BUILDING);
        if (building >= Math.max(1, jobs / 2)) {
            barred.addAll(Kind.BUILDING);
        }
        if (moving == 0 && building < jobs) {
            barred.remove(Kind.BUILD);
        }
        return barred;
    }

    private long flying(Set<Kind> kinds) {
        return inFlight.values().stream()
                .filter(flying -> kinds.contains(flying.node().kind()))
                .count();
    }

    private void dispatch(TaskNode node, SourceSnapshot snapshot, String database) {
        var attempt = failures.getOrDefault(node.id(), 0);
        var task = new CopyTask(
                "%s#%d".formatted(node.id(), attempt),
                "",
                run.request().id(),
                "",
                run.epoch(),
                database,
                run.request().source(),
                run.request().target(),
                snapshot.name(),
                node.work());
        inFlight.put(task.taskId(), new InFlight(node, task, System.nanoTime()));
        tally.dispatched(node);
        run.voice().publish(task);
    }

    private void hear(Inbox.Message message) {
        switch (message) {
            case Inbox.Progress(var progress) -> {
                if (progress.epoch() == run.epoch()) {
                    inFlight.computeIfPresent(
                            progress.taskId(), (_, was) -> new InFlight(was.node(), was.task(), System.nanoTime()));
                    tallyCopy(progress);
                }
            }
            case Inbox.Result(var result) -> {
                var ended = result.epoch() == run.epoch() ? inFlight.remove(result.taskId()) : null;
                if (ended != null) {
                    end(ended, result);
                }
            }
        }
    }

    private void tallyCopy(dev.pgconvoy.copy.TaskProgress progress) {
        var flying = inFlight.get(progress.taskId());
        if (flying != null && flying.node().kind() == Kind.COPY) {
            tally.progressed(progress);
        }
    }

    private void end(InFlight ended, TaskResult result) {
        switch (result.outcome()) {
            case TaskResult.Done(var units) -> {
                graph.done(ended.node());
                tally.done(ended.node(), result.taskId(), units);
                onDone.accept(ended.node(), units);
            }
            case TaskResult.Failed(var failure) -> failed(ended, failure);
        }
    }

    private void failed(InFlight ended, Failure failure) {
        var node = ended.node();
        var count = failures.merge(node.id(), 1, Integer::sum);
        var again = failure.code().retryable() ? run.retries().delayAfter(count) : Optional.<Duration>empty();
        tally.gaveUp(node, ended.task().taskId(), again.isEmpty() && !isToBeDivided(node, failure));
        if (failure.code() == FailureCode.FENCED) {
            throw new MigrationException(failure, null);
        }
        LOG.warnf("%s of %s failed: %s", node.id(), run.request().id(), failure.sentence());
        if (isToBeDivided(node, failure)) {
            graph.divide(node);
        } else if (again.isPresent()) {
            delayed.add(new Delayed(node, System.nanoTime() + again.get().toNanos()));
        } else {
            fatal.add(failure);
            graph.failed(node);
        }
    }

    /// So that a table does not take its companions down.
    private boolean isToBeDivided(TaskNode node, Failure failure) {
        return !failure.code().retryable()
                && !run.request().options().copy().failFast()
                && !node.apart().get().isEmpty();
    }

    private void wakeDelayed() {
        var now = System.nanoTime();
        delayed.removeIf(waiting -> {
            var due = waiting.dueNanos() - now <= 0;
            if (due) {
                graph.giveBack(waiting.node());
            }
            return due;
        });
        if (isGivenUp()) {
            delayed.clear();
        }
    }

    /// A task nobody speaks of may have been lost with its record; doing it twice does it once.
    private void repeatSilent() {
        var limit = System.nanoTime() - run.retries().silence().toNanos();
        for (var flying : List.copyOf(inFlight.values())) {
            if (flying.heardAtNanos() - limit < 0) {
                inFlight.put(flying.task().taskId(), new InFlight(flying.node(), flying.task(), System.nanoTime()));
                run.voice().publish(flying.task());
            }
        }
    }
}
