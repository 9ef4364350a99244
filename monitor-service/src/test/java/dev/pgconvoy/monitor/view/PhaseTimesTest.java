package dev.pgconvoy.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.PublishedStatuses;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PhaseTimesTest {

    private static final String ID = "orders/move-1";

    private final KnownMigrations known = new KnownMigrations();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private void pass(Instant startedAt) {
        var phases = new PhaseTimes(registry, () -> startedAt);
        var requested = PublishedStatuses.requested(ID, -30);
        known.record(requested, new StatePosition(0, 0));
        var before = known.find(requested.id()).orElseThrow();
        var finished = PublishedStatuses.finished(ID);
        phases.passed(before, finished);
        known.record(finished, new StatePosition(0, 1));
    }

    @Test
    void a_substate_that_ends_is_timed_from_its_begin() {
        pass(MigrationSamples.T0.minusSeconds(60));

        var timer = registry.get("pgconvoy.substate.duration")
                .tag("substate", "PerformingPreRequisiteSteps")
                .timer();
        assertThat(timer.count()).isOne();
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(30);
    }

    @Test
    void what_ended_before_this_monitor_started_is_not_timed_again() {
        pass(MigrationSamples.T0.plusSeconds(1));

        assertThat(registry.find("pgconvoy.substate.duration").timer()).isNull();
    }

    @Test
    void since_when_is_not_known_of_a_substate_whose_begin_was_not_seen() {
        known.record(PublishedStatuses.finished(ID), new StatePosition(0, 1));

        assertThat(known.all()
                        .map(status -> known.find(status.id()).orElseThrow().substateSince()))
                .singleElement()
                .satisfies(since -> assertThat(since).isEmpty());
    }
}
