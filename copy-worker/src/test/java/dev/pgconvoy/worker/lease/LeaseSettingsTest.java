package dev.pgconvoy.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseSettingsTest {

    @ParameterizedTest
    @CsvSource({"0, 15, SLOTS", "65, 15, SLOTS", "4, 14, LEASE", "4, 61, LEASE"})
    void settings_out_of_bounds_are_refused_by_their_names(int slots, int seconds, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LeasePool.Settings("group", "topic", slots, 1, Duration.ofSeconds(seconds)))
                .withMessageContaining(name);
    }

    @Test
    void a_lease_is_renewed_well_before_it_ends_and_ends_here_before_it_ends_at_the_broker() {
        var timing = new LeasePool.Settings("group", "topic", 4, 1, Duration.ofSeconds(15)).timing();

        assertThat(timing.renewEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(timing.lasts()).isEqualTo(Duration.ofSeconds(12));
    }
}
