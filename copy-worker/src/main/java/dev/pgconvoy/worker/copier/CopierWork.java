package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.lease.LeasedWork;
import dev.pgconvoy.worker.rate.RateGates;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// A task, taken from the share group by one slot.
public final class CopierWork implements LeasedWork {

    private static final Logger LOG = Logger.getLogger(CopierWork.class);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);
    private static final Duration SHORTEST_STALL = Duration.ofSeconds(5);
    private static final Duration LONGEST_STALL = Duration.ofDays(1);

    private final String worker;
    private final EventReader reader;
    private final EventProducer producer;
    private final SlotSessions sessions;
    private final TaskRunner runner;
    private final ScheduledExecutorService ticker;
    private final Duration stall;
    private final CopierMetrics metrics;
    private final RateGates rates;
    private final TaskSpans spans;
    private final Predicate<MigrationId> paused;

    public CopierWork(
            String worker,
            EventReader reader,
            EventProducer producer,
            SessionPool pool,
            ScheduledExecutorService ticker,
            Duration stall,
            CopierMetrics metrics,
            IndexBuilds builds,
            RateGates rates,
            TaskSpans spans,
            Predicate<MigrationId> paused) {
        if (stall.compareTo(SHORTEST_STALL) < 0 || stall.compareTo(LONGEST_STALL) > 0) {
            throw new IllegalArgumentException("PGCONVOY_WORKER_STALL must be between 5s and 1d");
        }
        this.worker = worker;
        this.reader = reader;
        this.producer = producer;
        this.sessions = new SlotSessions(pool);
        this.runner = new TaskRunner(sessions, builds);
        this.ticker = ticker;
        this.stall = stall;
        this.metrics = metrics;
        this.rates = rates;
        this.spans = spans;
        this.paused = paused;
    }

    @Override
    public Disposition handle(ConsumerRecord<String, byte[]> leased, Lease lease) throws InterruptedException {
        try {
            var envelope = reader.read(leased).of(CopyTask.class);
            TaskContext.of(envelope.data()).putIntoLog();
            work(envelope.data(), envelope.traceparent(), lease);
        } catch (MalformedEventException e) {
            producer.deadLetter(leased, String.valueOf(e.getMessage()));
        } finally {
            TaskContext.removeFromLog();
        }
        return Disposition.ACCEPT;
    }

    private void work(CopyTask task, Optional<String> traceparent, Lease lease) throws InterruptedException {
        if (paused.test(task.id())) {
            say(task, new TaskResult.GivenBack(), traceparent);
            return;
        }
        var running = new TaskInterruption(sessions);
        var meter = new CopyMeter(metrics::moved, rates.gate(task));
        var ticking = ticker.scheduleAtFixedRate(
                () -> beat(task, meter, traceparent, running),
                REPORT_EVERY.toMillis(),
                REPORT_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        metrics.began();
        try {
            var began = System.nanoTime();
            var outcome = givenBackWhenPaused(task, runner.run(task, meter), running.end());
            // What failed then says nothing about the task, and what is done stands in the ledger.
            if (Thread.interrupted() || lease.isLost()) {
                throw new InterruptedException();
            }
            var took = Duration.ofNanos(System.nanoTime() - began);
            metrics.tried(task.work(), outcome, took);
            spans.tried(task, outcome, took, meter, traceparent);
            say(task, outcome, traceparent);
        } finally {
            running.end();
            ticking.cancel(false);
            metrics.ended();
        }
    }

    private void say(CopyTask task, TaskResult.Outcome outcome, Optional<String> traceparent)
            throws InterruptedException {
        await(producer.send(
                new TaskResult(
                        task.taskId(),
                        task.run(),
                        task.id(),
                        task.requestHash(),
                        task.epoch(),
                        task.database(),
                        worker,
                        outcome,
                        task.label()),
                traceparent));
    }

    /// A copy through which no byte passes is ended: one of its ends hangs, or the network lost it without a word.
    /// That of a paused migration is ended, too.
    private void beat(CopyTask task, CopyMeter meter, Optional<String> traceparent, TaskInterruption running) {
        producer.send(progress(task, meter), traceparent);
        if (isStopped(task) && running.cancel()) {
            LOG.infof(
                    "%s (%s) of %s is given back: the migration is paused",
                    task.shownLabel().sentence(), task.taskId(), task.id());
        }
        if (meter.isStalled(stall)) {
            LOG.warnf(
                    "%s (%s) of %s passed no byte for %s and is ended",
                    task.shownLabel().sentence(), task.taskId(), task.id(), stall);
            running.abort();
        }
    }

    private boolean isStopped(CopyTask task) {
        return readsTheSource(task) && paused.test(task.id());
    }

    /// A failure that the pause has nothing to do with stays one.
    private TaskResult.Outcome givenBackWhenPaused(CopyTask task, TaskResult.Outcome ended, boolean cancelled) {
        return ended instanceof TaskResult.Failed && (cancelled || isStopped(task))
                ? new TaskResult.GivenBack()
                : ended;
    }

    /// Its work on rows is small enough to be done again. An index is finished: it cannot
    /// be gone on with, and the source has nothing to do with it.
    private static boolean readsTheSource(CopyTask task) {
        return switch (task.work()) {
            case Work.CopyTables _, Work.CopyLargeObjects _, Work.VerifyTables _ -> true;
            case Work.RunStatements _ -> false;
        };
    }

    /// The result is known to the broker before the task is acknowledged.
    private static void await(CompletableFuture<Void> sent) throws InterruptedException {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The result of a task was not sent: " + e.getCause(), e);
        }
    }

    private TaskProgress progress(CopyTask task, CopyMeter meter) {
        return new TaskProgress(
                task.taskId(),
                task.run(),
                task.id(),
                task.epoch(),
                task.database(),
                worker,
                meter.bytes(),
                meter.rows(),
                meter.indexBuild(),
                meter.slowed(),
                task.label());
    }

    @Override
    public void abort() {
        sessions.abort();
    }

    @Override
    public void idle() {
        sessions.closeIdle(paused);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
