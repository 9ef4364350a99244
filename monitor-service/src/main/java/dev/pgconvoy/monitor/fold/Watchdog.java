package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/// Notices migrations that nobody speaks of any more. One that only waits for its turn may be silent.
final class Watchdog {

    private static final Logger LOG = Logger.getLogger(Watchdog.class);

    private final TrackedMigrations migrations;
    private final Outbox outbox;
    private final LastHeard lastHeard;

    Watchdog(TrackedMigrations migrations, Outbox outbox, Duration stalledAfter) {
        this.migrations = migrations;
        this.outbox = outbox;
        this.lastHeard = new LastHeard(stalledAfter);
    }

    void heard(String id, Migration migration, Instant now) {
        if (migration.isFinal()) {
            lastHeard.ended(id);
        } else {
            lastHeard.heard(id, now);
        }
    }

    void lookAround(Instant now) {
        lastHeard.brokenBy(now).forEach((id, since) -> stall(id, since, now));
    }

    private void stall(String id, Instant since, Instant now) {
        var tracked = migrations.find(id);
        if (tracked == null || !tracked.mayStall()) {
            return;
        }
        var decision = Lifecycle.stall(tracked.migration(), since, now);
        var next = decision.next();
        if (next != null
                && !decision.isSame(tracked.migration())
                && migrations.save(id, new TrackedMigration(next, tracked.submitted(), tracked.traceparent()))) {
            LOG.warnf("Migration %s stands still: nothing was heard of it since %s", id, since);
            outbox.announce(decision, tracked.trace());
        }
    }
}
