package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.lifecycle.Decision;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.monitor.fold.intake.ArrivedRecord;
import dev.pgconvoy.monitor.fold.intake.IncomingRecord;
import dev.pgconvoy.text.LogLimit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Folds each fact into its migration, keeps the result and says what changed.
final class Fold {

    private static final Logger LOG = Logger.getLogger(Fold.class);

    private final TrackedMigrations migrations;
    private final EarlyFacts early;
    private final Watchdog watchdog;
    private final Outbox outbox;
    private final LogLimit limit = new LogLimit();
    private final EventReader reader;
    private final Consumer<TrackedMigration> saved;
    private final MigrationSpans spans;

    Fold(
            TrackedMigrations migrations,
            EarlyFacts early,
            Watchdog watchdog,
            Outbox outbox,
            EventReader reader,
            Consumer<TrackedMigration> saved,
            MigrationSpans spans) {
        this.spans = spans;
        this.reader = reader;
        this.saved = saved;
        this.migrations = migrations;
        this.early = early;
        this.watchdog = watchdog;
        this.outbox = outbox;
    }

    void take(IncomingRecord.Fact fact, Instant now) {
        var before = migrations.find(fact.id());
        var current = before == null ? null : before.migration();
        var decision = decide(current, fact);
        var next = decision.next();
        if (next == null) {
            waitOrGiveUp(fact, now);
            return;
        }
        decision.refusal().ifPresent(reason -> outbox.reject(fact.arrival(), reason));
        if (next.isFinal() || decision.refusal().isEmpty() && isSignOfLife(current, fact.event())) {
            watchdog.heard(fact.id(), next, now);
        }
        save(fact, before, decision, next);
        if (current == null) {
            early.claim(fact.id()).forEach(arrival -> takeEarly(arrival, next, now));
        }
    }

    /// A fault in the rules themselves must not stop everybody else.
    private Decision decide(@Nullable Migration current, IncomingRecord.Fact fact) {
        try {
            return Lifecycle.fold(current, fact.event(), fact.at(), fact.actor());
        } catch (RuntimeException e) {
            limit.write(
                    "facts that could not be folded",
                    "A fact about %s could not be folded".formatted(fact.id()),
                    line -> LOG.error(line, e));
            return new Decision(current, List.of(), Optional.of("it could not be folded: a fault of ours"));
        }
    }

    private void save(IncomingRecord.Fact fact, @Nullable TrackedMigration before, Decision decision, Migration next) {
        var submitted = fact.event() instanceof MigrationSubmitted || before != null && before.submitted();
        var after = new TrackedMigration(next, submitted, before == null ? fact.traceparent() : before.traceparent());
        if (after.equals(before)) {
            return;
        }
        if (!migrations.save(fact.id(), after)) {
            outbox.reject(fact.arrival(), "the migration would become too large to keep");
            return;
        }
        saved.accept(after);
        outbox.announce(decision, after.trace());
        spans.changed(fact.id(), before == null ? null : before.migration(), next, fact.at(), after.trace());
        if (before == null || before.migration().substate() != next.substate()) {
            LOG.infof(
                    "Migration %s: %s, %s",
                    fact.id(), next.state().text(), next.substate().text());
        }
    }

    /// What a conductor says that no longer leads does not count.
    private static boolean isSignOfLife(@Nullable Migration current, MigrationEvent event) {
        return current == null
                || !(event instanceof MigrationObserved(var _, var _, var observation))
                || observation.epoch() >= current.epoch();
    }

    private void waitOrGiveUp(IncomingRecord.Fact fact, Instant now) {
        var mayWait = fact.event() instanceof MigrationObserved
                || fact.event() instanceof CancelRequested
                || fact.event() instanceof PauseSet;
        if (!mayWait || !early.keep(fact.id(), fact.arrival(), now)) {
            giveUp(fact);
        }
    }

    /// Whoever keeps states is told by a record without a value; the topic drops both in time.
    ///
    /// @param before those that have not changed since
    void forgetEnded(Instant before) {
        migrations.forgetEnded(before).forEach(id -> {
            LOG.infof("Migration %s is forgotten: it ended before %s", id, before);
            outbox.forget(id);
        });
    }

    /// Ends the wait of facts whose migration was never requested.
    void giveUpWaiting(Instant now) {
        early.expired(now).forEach(arrival -> {
            if (IncomingRecord.of(arrival, reader) instanceof IncomingRecord.Fact fact) {
                giveUp(fact);
            }
        });
    }

    /// Some facts may be lost without loss; the others become dead letters.
    private void giveUp(IncomingRecord.Fact fact) {
        decide(null, fact).refusal().ifPresent(reason -> outbox.reject(fact.arrival(), reason));
    }

    /// A stop from before this migration was requested was meant for another.
    private void takeEarly(ArrivedRecord arrival, Migration opened, Instant now) {
        if (IncomingRecord.of(arrival, reader) instanceof IncomingRecord.Fact fact) {
            if (isStop(fact.event()) && !fact.at().isAfter(opened.dossier().requestedAt())) {
                giveUp(fact);
            } else {
                take(fact, now);
            }
        }
    }

    private static boolean isStop(MigrationEvent event) {
        return event instanceof CancelRequested
                || event instanceof MigrationObserved(var _, var _, Observation.Stopped _);
    }
}
