package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.function.Predicate;

/// How many migrations there are in each state. Every monitor counts all of them.
@Startup
@Singleton
final class ViewMetrics {

    ViewMetrics(KnownMigrations migrations, MeterRegistry registry) {
        for (var state : MigrationState.values()) {
            for (var substate : Substate.values()) {
                if (state.isFinal() == (substate == Substate.COMPLETED)) {
                    Gauge.builder("pgconvoy.migrations", migrations, known -> count(known, is(state, substate)))
                            .tag("state", state.text())
                            .tag("substate", substate.text())
                            .register(registry);
                }
            }
        }
        Gauge.builder("pgconvoy.migrations.stalled", migrations, known -> count(known, ViewMetrics::isStalled))
                .description("Migrations in progress that nobody speaks of any more")
                .register(registry);
    }

    private static Predicate<MigrationStatus> is(MigrationState state, Substate substate) {
        return status -> status.state() == state && status.substate() == substate;
    }

    private static boolean isStalled(MigrationStatus status) {
        return !status.isFinal() && status.stalledSince().isPresent();
    }

    private static long count(KnownMigrations migrations, Predicate<MigrationStatus> wanted) {
        return migrations.all().filter(wanted).count();
    }
}
