package dev.pgconvoy.fleet;

import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
                .hasSize(101)
                .last()
                .isEqualTo(new FleetFault("/spec", "and there are more faults, which are told when these are mended"));
    }

    @Test
    void a_wave_names_a_server_and_a_gate_once() {
        var shop = aServer("shop").build();
        var wave = wave(List.of("shop", "shop"), List.of("checked", "checked"), OnFailure.DEFAULTS);

        assertThat(FleetFaults.of(with(aFleetOf(shop), List.of(wave), new Gate.CheckPassed("checked"))))
                .containsExactly(
                        new FleetFault(
                                "/spec/waves/0/servers/1",
                                "the server \"shop\" is named there already, as number 1 of the list; remove one of them"),
                        new FleetFault(
                                "/spec/waves/0/gates/1",
                                "the gate \"checked\" is named there already, as number 1 of the list; remove one of them"));
    }

    @Test
    void a_wave_names_no_more_than_a_fleet_has() {
        var names = IntStream.range(0, 5_001).mapToObj(i -> "s" + i).toList();

        assertThatThrownBy(() -> wave(names, List.of(), OnFailure.DEFAULTS))
                .hasMessage("at most 5000 servers of a wave");
        assertThatThrownBy(() -> wave(List.of(), names.subList(0, 101), OnFailure.DEFAULTS))
                .hasMessage("at most 100 gates of a wave");
    }

    @Test
    @Timeout(60)
    void the_largest_fleet_is_looked_through_in_a_moment() {
        var servers = IntStream.range(0, 5_000)
                .mapToObj(i -> aServer("s" + i).overwriting().build())
                .toArray(FleetServer[]::new);
        var names = Arrays.stream(servers).map(FleetServer::name).toList();
        var waves = IntStream.range(0, 100)
                .mapToObj(i -> new Wave(
                        "w" + i,
                        names,
                        Collections.emptySortedMap(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        new OnFailure(1, OnFailure.Then.STOP_WAVE, 0)))
                .toList();

        assertThat(FleetFaults.of(with(aFleetOf(servers), waves)))
                .hasSize(99)
                .allMatch(fault -> fault.message().contains("is never reached"));
    }

    private static Wave wave(List<String> servers, List<String> gates, OnFailure onFailure) {
        return new Wave(
                "all", servers, Collections.emptySortedMap(), 0, Optional.empty(), Optional.empty(), gates, onFailure);
    }

    private static Fleet with(Fleet plain, List<Wave> waves, Gate... gates) {
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        plain.spec().defaults(),
                        plain.spec().servers(),
                        waves,
                        plain.spec().limits(),
                        List.of(),
                        List.of(gates)));
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
        return with(
                aFleetOf(servers), List.of(wave(List.of(), List.of(), new OnFailure(1, OnFailure.Then.STOP_WAVE, 0))));
    }

    @Test
    void no_two_migrations_can_have_the_same_id() {
        assertThatThrownBy(() -> new FleetMetadata("a.b", Collections.emptySortedMap()))
                .hasMessageContaining("letters, digits, underscores or hyphens");
        assertThatThrownBy(() -> aServer("crm.attempt-2").build()).hasMessageContaining("does not end with");
        assertThatThrownBy(() -> aServer("crm.check-1").build()).hasMessageContaining("does not end with");
        assertThatThrownBy(() -> aServer("crm.rehearsal-1").build()).hasMessageContaining("does not end with");
        assertThat(aServer("10.0.0.2").build().name()).isEqualTo("10.0.0.2");
    }
}
