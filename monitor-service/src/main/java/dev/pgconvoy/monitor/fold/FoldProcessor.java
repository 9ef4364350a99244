package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.Retention;
import dev.pgconvoy.monitor.fold.intake.IncomingRecord;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.MDC;
import org.jspecify.annotations.NullUnmarked;

/// The fold as Kafka Streams runs it: a record at a time, and a look around once in a while.
final class FoldProcessor implements Processor<byte[], IncomingRecord, byte[], FoldOutput> {

    private final FoldSettings settings;
    private final FoldAuthenticity authenticity;
    private final FoldMetrics metrics;
    private final ExternalWatchers delegates;
    private final LoopWatch loops;
    private final MigrationSpans spans;

    private ProcessorContext<byte[], FoldOutput> context;
    private Outbox outbox;
    private Watchdog watchdog;
    private Fold fold;

    /// Everything else comes with [#init].
    @NullUnmarked
    FoldProcessor(
            FoldSettings settings,
            FoldAuthenticity authenticity,
            FoldMetrics metrics,
            ExternalWatchers delegates,
            LoopWatch loops,
            MigrationSpans spans) {
        this.spans = spans;
        this.settings = settings;
        this.authenticity = authenticity;
        this.metrics = metrics;
        this.delegates = delegates;
        this.loops = loops;
    }

    @Override
    public void init(ProcessorContext<byte[], FoldOutput> running) {
        context = running;
        loops.moved(this);
        outbox = new Outbox(running, authenticity.mac(), metrics);
        var migrations = new TrackedMigrations(running.getStateStore(FoldTopology.MIGRATIONS));
        var early = new EarlyFacts(running.getStateStore(FoldTopology.EARLY), settings.patience());
        watchdog = new Watchdog(migrations, outbox, settings.stalledAfter());
        fold = new Fold(migrations, early, watchdog, outbox, authenticity.reader(), this::hold, spans);
        migrations.forEach((id, tracked) -> {
            watchdog.heard(id, tracked.migration(), now());
            hold(tracked);
        });
        running.schedule(
                Retention.betweenCleanings(settings.keepEnded()), PunctuationType.WALL_CLOCK_TIME, _ -> forgetEnded());
        running.schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, _ -> lookAround());
    }

    @Override
    public void process(Record<byte[], IncomingRecord> record) {
        metrics.fact(record.value().arrival().origin().topic());
        switch (record.value()) {
            case IncomingRecord.Fact fact -> take(fact);
            case IncomingRecord.Unreadable(var arrival, var reason) -> outbox.reject(arrival, reason);
            case IncomingRecord.Stray(var arrival) ->
                throw new IllegalStateException("a stray was not sent home: " + arrival.origin());
        }
    }

    private void take(IncomingRecord.Fact fact) {
        MDC.put("migration", fact.id());
        try {
            fold.take(fact, now());
        } finally {
            MDC.remove("migration");
        }
    }

    private void hold(TrackedMigration tracked) {
        delegates.hold(this, tracked.migration(), tracked.submitted());
    }

    @Override
    public void close() {
        delegates.release(this);
        loops.ended(this);
    }

    private void forgetEnded() {
        fold.forgetEnded(now().minus(settings.keepEnded()));
    }

    private void lookAround() {
        loops.moved(this);
        watchdog.lookAround(now());
        fold.giveUpWaiting(now());
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
