package dev.pgconvoy.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation") // the registry that Quarkus uses
class MigrationMetricsTest {

    private final KnownMigrations known = new KnownMigrations();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MigrationMetrics metrics =
            new MigrationMetrics(known, () -> 2, () -> MigrationSamples.T0.plusSeconds(90), registry);

    @AfterEach
    void stop() {
        metrics.stop();
    }

    @Test
    void a_running_migration_is_told_and_one_that_is_over_is_not() {
        known.record(PublishedStatuses.requested("orders/move-1", 0), new StatePosition(0, 0));
        known.record(PublishedStatuses.finished("orders/move-2"), new StatePosition(0, 1));

        metrics.sample();

        assertThat(registry.scrape())
                .contains(
                        "pgconvoy_migration_age_seconds{migration=\"orders/move-1\",substate=\"PerformingPreRequisiteSteps\",} 90.0")
                .contains(
                        "pgconvoy_migration_phase_seconds{migration=\"orders/move-1\",substate=\"PerformingPreRequisiteSteps\",} 90.0")
                .doesNotContain("orders/move-2", "pgconvoy_migration_copied_bytes{");
    }

    @Test
    void there_are_never_more_than_configured_and_the_others_are_counted() {
        for (var number = 0; number < 10; number++) {
            known.record(PublishedStatuses.requested("orders/move-" + number, number), new StatePosition(0, number));
        }

        metrics.sample();

        assertThat(registry.scrape())
                .contains("orders/move-0", "orders/move-1", "pgconvoy_migrations_without_metrics 8.0")
                .doesNotContain("orders/move-2");
    }
}
