package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.Observation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntendedEndTest {

    @Test
    void a_failure_tells_its_cause_its_report_and_what_is_left() {
        var report = Optional.of(Fixtures.aReport());

        assertThat(new IntendedEnd.Fail(Fixtures.aFailure(), report).leaving(4, List.of("shop")))
                .isEqualTo(new Observation.Failed(4, Fixtures.aFailure(), report, List.of("shop")));
    }

    @Test
    void a_stop_tells_what_is_left() {
        assertThat(new IntendedEnd.Stop().leaving(4, List.of("shop")))
                .isEqualTo(new Observation.Stopped(4, List.of("shop")));
    }

    @Test
    void where_nobody_has_led_nothing_is_left_and_the_epoch_is_0() {
        assertThat(new IntendedEnd.Stop().unled()).isEqualTo(new Observation.Stopped(0, List.of()));
        assertThat(new IntendedEnd.Fail(Fixtures.aFailure(), Optional.empty()).unled())
                .isEqualTo(new Observation.Failed(0, Fixtures.aFailure(), Optional.empty(), List.of()));
    }
}
