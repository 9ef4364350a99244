package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationStatus;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How long migrations were in each substate, of those that this monitor has seen begin and end.
@Singleton
final class PhaseTimes {

    private final MeterRegistry registry;
    private final Instant startedAt;

    PhaseTimes(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.startedAt = clock.instant();
    }

    /// What ended before this monitor started is history, and read again at each start.
    void passed(KnownMigration before, MigrationStatus now) {
        if (now.revision() <= before.brief().revision()
                || now.substate() == before.brief().substate()
                || now.changedAt().isBefore(startedAt)) {
            return;
        }
        before.substateSince()
                .ifPresent(since -> registry.timer(
                                "pgconvoy.substate.duration",
                                "substate",
                                before.brief().substate().text())
                        .record(Duration.between(since, now.changedAt())));
    }
}
