package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.plan.TaskNode;
import dev.pgconvoy.worker.snapshot.ReadableSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/// Runs a graph of tasks to its end: sends what can run, bounded, hears the results, tries again what may
/// pass, repeats what fell silent. When a task failed for good, what does not depend on it still runs,
/// unless the request says otherwise.
public final class TaskDispatcher {

    private static final Logger LOG = Logger.getLogger(TaskDispatcher.class);
    private static final Duration PATIENCE = Duration.ofMillis(200);

    /// A copier may not have heard yet that a pause is over.
    private static final Duration BEFORE_GIVEN_AGAIN = Duration.ofSeconds(1);

    /// One transaction locks what all its statements concern.
    private static final int INDEXES_TOGETHER = 200;

    private final TaskHeader header;
    private final TaskGraph graph;
    private final DispatchPorts ports;
    private final ProgressCounter counter;
    private final BiConsumer<TaskNode, List<TaskResult.UnitResult>> onDone;
    private final Map<String, InFlight> inFlight = new HashMap<>();
    private final List<Delayed> delayed = new ArrayList<>();
    private final Set<TaskNode> last = new LinkedHashSet<>();
    private final Set<String> triedLast = new HashSet<>();
    private final Map<TaskNode, Failure> stuck = new LinkedHashMap<>();
    private final Set<String> triedIndexed = new HashSet<>();
    private final Set<String> indexesFirst = new HashSet<>();
    private final Map<TaskNode, Failure> waitingForIndexes = new LinkedHashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<String, Integer> givenBack = new HashMap<>();
    private final List<Failure> fatal = new ArrayList<>();
    private final List<TaskNode> done = new ArrayList<>();

    private record InFlight(TaskNode node, CopyTask task, long heardAtNanos) {}

    private record Delayed(TaskNode node, long dueNanos) {}

    /// @param onDone hears what the copiers said of each task; where there is a ledger, that is only a hint
    public TaskDispatcher(
            TaskHeader header,
            List<TaskNode> nodes,
            DispatchPorts ports,
            ProgressCounter counter,
            BiConsumer<TaskNode, List<TaskResult.UnitResult>> onDone) {
        this.header = header;
        this.graph = new TaskGraph(nodes);
        this.ports = ports;
        this.counter = counter;
        this.onDone = onDone;
    }

    /// @return the tasks that were done, as far as their copiers said
    /// @throws MigrationException when a task failed for good, after those that ran have ended
    public List<TaskNode> complete(ReadableSnapshot snapshot) throws InterruptedException {
        try (var inbox = ports.inboxes().open(header.run());
                var slots = ports.slots().share(inbox::wake)) {
            while (!graph.isFinished() && !(isGivenUp() && inFlight.isEmpty())) {
                ports.checkpoint().pass();
                if (ports.pause().isOn()) {
                    awaitEndOfPause();
                } else {
                    wakeDelayed();
                    dispatchReady(slots, snapshot);
                    wakeLast();
                }
                var message = inbox.next(PATIENCE);
                while (message.isPresent()) {
                    hear(message.get(), slots, snapshot);
                    message = inbox.next(Duration.ZERO);
                }
                repeatSilent();
            }
        }
        if (!fatal.isEmpty()) {
            throw new MigrationException(CombinedFailure.together(fatal), null);
        }
        return done();
    }

    /// What was done so far, as far as the copiers said.
    public List<TaskNode> done() {
        return List.copyOf(done);
    }

    /// Copiers give back what they run; what they cannot give back is done first.
    private void awaitEndOfPause() throws InterruptedException {
        if (inFlight.isEmpty()) {
            ports.pause().awaitEnd(ports.checkpoint());
        }
    }

    private boolean isGivenUp() {
        return !fatal.isEmpty() && header.request().options().copy().failFast();
    }

    private void dispatchReady(JobSlots.Share slots, ReadableSnapshot snapshot) {
        while (!isGivenUp()) {
            var next = slots.take(graph::takeReady);
            if (next.isEmpty()) {
                return;
            }
            dispatch(next.get(), snapshot);
        }
    }

    private void dispatch(TaskNode node, ReadableSnapshot snapshot) {
        var attempt = failures.getOrDefault(node.id(), 0) + givenBack.getOrDefault(node.id(), 0);
        var task = header.task("%s#%d".formatted(node.id(), attempt), node.label(), snapshot.name(), node.work());
        inFlight.put(task.taskId(), new InFlight(node, task, ports.nanoClock().getAsLong()));
        counter.dispatched(node);
        ports.publisher().publish(task);
    }

    /// What is of another database, epoch or run counts for nothing, whatever its task is called.
    private void hear(ConductorInbox.Message message, JobSlots.Share slots, ReadableSnapshot snapshot) {
        switch (message) {
            case ConductorInbox.Progress(var progress) -> {
                if (header.isOf(progress)) {
                    inFlight.computeIfPresent(
                            progress.taskId(),
                            (_, was) -> new InFlight(
                                    was.node(), was.task(), ports.nanoClock().getAsLong()));
                    countCopy(progress);
                }
            }
            case ConductorInbox.Result(var result) -> {
                var ended = header.isOf(result) ? inFlight.remove(result.taskId()) : null;
                if (ended != null) {
                    slots.giveBack(ended.node());
                    end(ended, result, snapshot);
                }
            }
            case ConductorInbox.Changed _ -> {}
        }
    }

    private void countCopy(TaskProgress progress) {
        var flying = inFlight.get(progress.taskId());
        if (flying != null && flying.node().kind() == TaskKind.COPY) {
            counter.progressed(progress);
        }
    }

    private void end(InFlight ended, TaskResult result, ReadableSnapshot snapshot) {
        switch (result.outcome()) {
            case TaskResult.Done(var units) -> {
                graph.done(ended.node());
                if (!indexesFirst.contains(ended.node().id())) {
                    done.add(ended.node());
                    counter.done(ended.node(), result.taskId(), units);
                    onDone.accept(ended.node(), units);
                }
            }
            case TaskResult.Failed(var failure) -> failed(ended, failure, snapshot);
            case TaskResult.GivenBack _ -> givenBack(ended);
        }
    }

    private void givenBack(InFlight ended) {
        givenBack.merge(ended.node().id(), 1, Integer::sum);
        counter.gaveUp(ended.node(), ended.task().taskId(), false);
        delayed.add(new Delayed(ended.node(), ports.nanoClock().getAsLong() + BEFORE_GIVEN_AGAIN.toNanos()));
    }

    private void failed(InFlight ended, Failure failure, ReadableSnapshot snapshot) {
        var node = ended.node();
        var count = failures.merge(node.id(), 1, Integer::sum);
        var again = failure.code().retryable() ? ports.retries().delayAfter(count) : Optional.<Duration>empty();
        var isLater = again.isEmpty() && !isToBeDivided(node, failure) && isToBeTriedLast(node, failure);
        var isStuck = again.isEmpty()
                && !isToBeDivided(node, failure)
                && !isLater
                && namesMayComeLater(node, failure)
                && !triedIndexed.contains(node.id());
        counter.gaveUp(
                node, ended.task().taskId(), again.isEmpty() && !isToBeDivided(node, failure) && !isLater && !isStuck);
        if (failure.code() == FailureCode.FENCED
                || failure.code() == FailureCode.SNAPSHOT_LOST && (again.isEmpty() || !snapshot.isAlive())) {
            throw new MigrationException(failure, null);
        }
        LOG.warnf(
                "%s (%s) of %s failed: %s",
                node.label().sentence(), node.id(), header.request().id(), failure.sentence());
        if (isToBeDivided(node, failure)) {
            graph.divide(node);
        } else if (again.isPresent()) {
            delayed.add(new Delayed(
                    node, ports.nanoClock().getAsLong() + again.get().toNanos()));
        } else if (isLater) {
            triedLast.add(node.id());
            last.add(node);
        } else if (isStuck) {
            stuck.put(node, failure);
        } else {
            fatal.add(failure);
            graph.failed(node);
            if (indexesFirst.contains(node.id())) {
                waitingForIndexes.forEach(this::fail);
                waitingForIndexes.clear();
            }
        }
    }

    private void fail(TaskNode copy, Failure failure) {
        counter.gaveUp(copy, "", true);
        fatal.add(failure);
    }

    /// So that a table does not take its companions down.
    private boolean isToBeDivided(TaskNode node, Failure failure) {
        return !failure.code().retryable()
                && !header.request().options().copy().failFast()
                && !node.apart().get().isEmpty();
    }

    /// Rows may name what comes later: a value of `regclass` is an index that is not built yet.
    private boolean isToBeTriedLast(TaskNode node, Failure failure) {
        return namesMayComeLater(node, failure) && !triedLast.contains(node.id());
    }

    private boolean namesMayComeLater(TaskNode node, Failure failure) {
        return node.kind() == TaskKind.COPY
                && failure.code() == FailureCode.SCHEMA_REFUSED
                && !header.request().options().copy().failFast();
    }

    /// When all is done that does not wait for them.
    private void wakeLast() {
        if (inFlight.isEmpty() && delayed.isEmpty() && !graph.hasReady()) {
            if (last.isEmpty() && !stuck.isEmpty()) {
                buildIndexesFirst();
            }
            last.forEach(graph::giveBack);
            last.clear();
        }
    }

    /// Rows that still name what is not there may name an index of their own table, or tables each other's: then
    /// the indexes are built before the rows, some after the others, so that they do not lock each other out.
    private void buildIndexesFirst() {
        var builds = graph.buildsOf(stuck.keySet());
        if (builds.isEmpty()) {
            stuck.forEach((node, failure) -> {
                fail(node, failure);
                graph.failed(node);
            });
        } else {
            var tasks = new ArrayList<TaskNode>();
            for (var from = 0; from < builds.size(); from += INDEXES_TOGETHER) {
                var some = builds.subList(from, Math.min(builds.size(), from + INDEXES_TOGETHER));
                var after = tasks.isEmpty()
                        ? Set.<String>of()
                        : Set.of(tasks.getLast().id());
                tasks.add(indexesFirst(some, after));
            }
            stuck.keySet().forEach(node -> triedIndexed.add(node.id()));
            graph.giveBackAfter(tasks, stuck.keySet());
            waitingForIndexes.clear();
            waitingForIndexes.putAll(stuck);
        }
        stuck.clear();
    }

    private TaskNode indexesFirst(List<Work.Statement> builds, Set<String> after) {
        var id = "i%05d".formatted(indexesFirst.size() + 1);
        indexesFirst.add(id);
        return new TaskNode(id, TaskKind.BUILD, new Work.RunStatements(builds), after, 0);
    }

    private void wakeDelayed() {
        var now = ports.nanoClock().getAsLong();
        delayed.removeIf(waiting -> {
            var due = waiting.dueNanos() - now <= 0;
            if (due) {
                graph.giveBack(waiting.node());
            }
            return due;
        });
    }

    /// A task nobody speaks of may have been lost with its record; doing it twice does it once.
    private void repeatSilent() {
        var limit = ports.nanoClock().getAsLong() - ports.retries().silence().toNanos();
        for (var flying : List.copyOf(inFlight.values())) {
            if (flying.heardAtNanos() - limit < 0) {
                inFlight.put(
                        flying.task().taskId(),
                        new InFlight(
                                flying.node(), flying.task(), ports.nanoClock().getAsLong()));
                ports.publisher().publish(flying.task());
            }
        }
    }
}
