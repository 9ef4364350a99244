package dev.pgconvoy.fleet.schedule;

import static dev.pgconvoy.fixture.Fleets.aServer;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.fleet;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.limited;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.wave;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.fleet.FleetMetadata;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.ServerDefaults;
import dev.pgconvoy.fleet.status.LimitUse;
import dev.pgconvoy.fleet.status.WavePhase;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Checks that gates wait for take the same places as migrations.
class CheckLimitsTest {

    private final ScheduledFleet fleet = new ScheduledFleet();

    /// In one wave whose gate waits for checks.
    private static Fleet checked(FleetLimits limits, Gate gate, FleetServer... servers) {
        var names = Arrays.stream(servers).map(FleetServer::name).toList();
        return limited(fleet(List.of(servers), List.of(wave("all", names, gate.name())), gate), limits);
    }

    private static Fleet checked(FleetLimits limits, FleetServer... servers) {
        return checked(limits, new Gate.CheckPassed("checked"), servers);
    }

    private static FleetLimits total(int most) {
        return new FleetLimits(Optional.of(most), Optional.empty(), Optional.empty(), Collections.emptySortedMap());
    }

    @Test
    void no_more_begin_than_may_run_in_all() {
        fleet.apply(checked(
                total(2),
                aServer("a").build(),
                aServer("b").build(),
                aServer("c").build()));
        assertThat(fleet.takeRequested()).containsExactly("weekend.a.check-1", "weekend.b.check-1");

        fleet.succeeds("b");

        assertThat(fleet.takeRequested()).containsExactly("weekend.c.check-1");
        fleet.succeeds("a");
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
        fleet.succeeds("c");
        assertThat(fleet.takeRequested()).hasSize(2).noneMatch(name -> name.contains("check"));
    }

    @Test
    void the_status_says_what_uses_the_limits() {
        var limits =
                new FleetLimits(Optional.of(4), Optional.of(2), Optional.empty(), new TreeMap<>(Map.of("region", 2)));
        fleet.apply(limited(
                fleet(
                        List.of(
                                aServer("a")
                                        .from("old.example.org")
                                        .labelled("region", "eu")
                                        .build(),
                                aServer("b").from("old.example.org").build(),
                                aServer("c").needing("a").build()),
                        List.of(wave("all", List.of("a", "b", "c")))),
                limits));

        assertThat(fleet.status().limits())
                .contains(List.of(
                        new LimitUse("source old.example.org", 2, 2),
                        new LimitUse("label region=eu", 1, 2),
                        new LimitUse("total", 2, 4),
                        new LimitUse("target new-a.example.org", 1, 1),
                        new LimitUse("target new-b.example.org", 1, 1)));
        fleet.succeeds("a");
        fleet.succeeds("b");
        fleet.succeeds("c");
        assertThat(fleet.status().limits()).contains(List.of(new LimitUse("total", 0, 4)));
    }

    @Test
    void no_more_begin_than_may_read_from_a_host() {
        fleet.apply(checked(
                new FleetLimits(Optional.empty(), Optional.of(1), Optional.empty(), Collections.emptySortedMap()),
                aServer("a").from("old.example.org").build(),
                aServer("b").from("OLD.example.org").build(),
                aServer("c").build()));

        assertThat(fleet.takeRequested()).containsExactly("weekend.a.check-1", "weekend.c.check-1");
    }

    @Test
    void no_more_begin_than_the_limit_of_a_target_and_any_number_where_there_is_none() {
        FleetServer[] servers = {
            aServer("a").to("new.example.org").build(),
            aServer("b").to("new.example.org").build()
        };
        fleet.apply(checked(
                new FleetLimits(Optional.empty(), Optional.empty(), Optional.of(1), Collections.emptySortedMap()),
                servers));
        var unlimited = new ScheduledFleet();
        unlimited.apply(checked(FleetLimits.NONE, servers));

        assertThat(fleet.takeRequested()).containsExactly("weekend.a.check-1");
        assertThat(unlimited.takeRequested()).containsExactly("weekend.a.check-1", "weekend.b.check-1");
    }

    @Test
    void no_more_begin_than_the_limit_of_a_label() {
        fleet.apply(checked(
                new FleetLimits(
                        Optional.empty(), Optional.empty(), Optional.empty(), new TreeMap<>(Map.of("region", 1))),
                aServer("a").labelled("region", "west").build(),
                aServer("b").labelled("region", "west").build(),
                aServer("c").labelled("region", "east").build()));

        assertThat(fleet.takeRequested()).containsExactly("weekend.a.check-1", "weekend.c.check-1");
    }

    @Test
    void a_migration_of_another_fleet_waits_while_checks_read_from_the_host() {
        var perHost = new FleetLimits(Optional.empty(), Optional.of(1), Optional.empty(), Collections.emptySortedMap());
        fleet.apply(checked(
                perHost,
                aServer("a").from("old.example.org").to("one.example.org").build()));
        fleet.takeRequested();

        fleet.apply(new Fleet(
                new FleetMetadata("other", Collections.emptySortedMap()),
                new FleetSpec(
                        ServerDefaults.NONE,
                        List.of(aServer("b").from("old.example.org").build()),
                        List.of(),
                        perHost,
                        List.of(),
                        List.of())));

        assertThat(fleet.takeRequested()).isEmpty();
        fleet.succeeds("a");
        assertThat(fleet.takeRequested()).hasSize(1);
    }

    @Test
    void sources_that_are_looked_at_in_turns_are_found_unused_all_the_same() {
        var servers =
                IntStream.range(0, 12).mapToObj(i -> aServer("s" + i).build()).toArray(FleetServer[]::new);
        fleet.apply(checked(total(1), new Gate.NoWritesFor("quiet", Duration.ofMinutes(8)), servers));

        // One check after the other, each of a minute: all have been seen once when the first is seen again.
        for (var minute = 0; minute < 60 && fleet.phaseOfWave("all") == WavePhase.GATED; minute++) {
            var asked = fleet.takeRequested();
            assertThat(asked).hasSizeLessThanOrEqualTo(1);
            fleet.passes(Duration.ofMinutes(1));
            asked.forEach(name -> fleet.succeeds(name.split("\\.", -1)[1]));
        }

        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.OPEN);
    }
}
