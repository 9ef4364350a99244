package dev.pgconvoy.fleet;

import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetFaultsTest {

    private static final int MANY = 3_000;

    @Test
    void a_long_circle_is_told_by_its_beginning() {
        var circle = IntStream.range(0, MANY)
                .mapToObj(i -> aServer("s" + i).needing("s" + (i + 1) % MANY).build())
                .toArray(FleetServer[]::new);

        assertThat(FleetFaults.of(aFleetOf(circle)))
                .extracting(FleetFault::message)
                .containsExactly(
                        "these servers need each other in a circle: s0 → s1 → s2 → s3 → s4 → s5 → s6 → s7 → s8 → s9 → 2990 more → s0; remove one of the needs");
    }

    @Test
    void very_many_faults_are_told_in_part() {
        var servers = IntStream.range(0, MANY)
                .mapToObj(i -> aServer("s" + i).needing("nobody").build())
                .toArray(FleetServer[]::new);

        assertThat(FleetFaults.of(aFleetOf(servers)))
                .hasSize(201)
                .last()
                .isEqualTo(new FleetFault("/spec", "and 2800 more faults"));
    }

    @Test
    void a_second_attempt_needs_an_option_that_lets_it_begin() {
        assertThat(FleetFaults.of(
                        retrying(aServer("shop").build(), aServer("crm").build())))
                .containsExactly(
                        new FleetFault(
                                "/spec/waves/0/onFailure/retry",
                                "retry asks for a second attempt, which is refused where the first one has left databases on the target; give \"shop\" and 1 more the option copy: {resume: true} or overwriteDbsInTarget: true"));
        assertThat(FleetFaults.of(retrying(aServer("shop").overwriting().build())))
                .isEmpty();
    }

    private static Fleet retrying(FleetServer... servers) {
        var plain = aFleetOf(servers);
        var wave = new Wave(
                "all",
                List.of(),
                Collections.emptySortedMap(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new OnFailure(1, OnFailure.Then.STOP_WAVE, 0));
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        plain.spec().defaults(),
                        plain.spec().servers(),
                        List.of(wave),
                        plain.spec().limits(),
                        List.of(),
                        List.of()));
    }

    @Test
    void no_two_migrations_can_have_the_same_id() {
        assertThatThrownBy(() -> new FleetMetadata("a.b", Collections.emptySortedMap()))
                .hasMessageContaining("has no dot");
        assertThatThrownBy(() -> aServer("crm.attempt-2").build()).hasMessageContaining("does not end with");
        assertThatThrownBy(() -> aServer("crm.check-1").build()).hasMessageContaining("does not end with");
        assertThat(aServer("10.0.0.2").build().name()).isEqualTo("10.0.0.2");
    }
}
