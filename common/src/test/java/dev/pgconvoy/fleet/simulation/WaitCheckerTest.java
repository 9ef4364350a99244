package dev.pgconvoy.fleet.simulation;

import static dev.pgconvoy.fixture.Fleets.aServer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.fleet.FleetMetadata;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.ServerDefaults;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A checker that sees nothing proves nothing.
class WaitCheckerTest {

    private static final Instant NOON = FleetSimulation.BEGIN;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final FleetServer SHOP = of("shop", "old");
    private static final FleetServer CRM = of("crm", "old");
    private static final Fleet FIRST = fleet("first", SHOP, CRM);
    private static final FleetServer MAIL = of("mail", "other");
    private static final FleetServer WIKI = of("wiki", "old");
    private static final FleetServer CHAT = of("chat", "third");
    private static final Fleet SECOND = fleet("second", MAIL, WIKI, CHAT);

    private static FleetServer of(String name, String host) {
        return aServer(name).from(host).to("new-" + name).expected(PATIENCE).build();
    }

    /// One at a time of each source.
    private static Fleet fleet(String name, FleetServer... servers) {
        return new Fleet(
                new FleetMetadata(name, Collections.emptySortedMap()),
                new FleetSpec(
                        ServerDefaults.NONE,
                        Arrays.asList(servers),
                        List.of(),
                        new FleetLimits(
                                Optional.empty(), Optional.of(1), Optional.empty(), Collections.emptySortedMap()),
                        List.of(),
                        List.of()));
    }

    private static Instant at(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private static SeenEvent begins(Fleet fleet, FleetServer server, int minute) {
        return new SeenEvent.Requested(at(minute), new FleetRequests(fleet).migration(server, 1));
    }

    private static SeenEvent ends(Fleet fleet, FleetServer server, int minute) {
        return new SeenEvent.Ended(
                at(minute), new FleetRequests(fleet).migration(server, 1).id(), MigrationState.SUCCEEDED, true);
    }

    /// Crm waits for the source that shop has, and meanwhile another fleet begins.
    private static List<SeenEvent> waiting(int untilMinute, SeenEvent... more) {
        var log = new ArrayList<SeenEvent>(List.of(
                new SeenEvent.Planned(NOON, FIRST),
                begins(FIRST, SHOP, 0),
                new SeenEvent.Planned(at(10), SECOND),
                begins(SECOND, MAIL, 10),
                ends(FIRST, SHOP, untilMinute)));
        log.addAll(List.of(more));
        return log;
    }

    @Test
    void it_sees_who_takes_the_last_place_from_one_that_has_waited_for_long() {
        var log = waiting(40, begins(SECOND, WIKI, 40));

        assertThatThrownBy(() -> WaitChecker.check(log, PATIENCE))
                .hasMessageContaining("wiki of second begins")
                .hasMessageContaining("crm of first, which waits since")
                .hasMessageContaining("at the same source");
    }

    @Test
    void it_sees_who_begins_before_one_that_has_waited_for_long_and_has_all_that_it_needs() {
        var log = waiting(40, begins(SECOND, CHAT, 40));

        assertThatThrownBy(() -> WaitChecker.check(log, PATIENCE)).hasMessageContaining("could begin instead");
    }

    @Test
    void within_the_patience_and_after_it_anybody_may_begin() {
        assertThat(WaitChecker.check(waiting(20, begins(SECOND, WIKI, 20)), PATIENCE))
                .isZero();
        assertThat(WaitChecker.check(waiting(40, begins(FIRST, CRM, 40), begins(SECOND, CHAT, 40)), PATIENCE))
                .isZero();
    }

    @Test
    void it_counts_who_begins_elsewhere_meanwhile() {
        var log = waiting(60, begins(FIRST, CRM, 60));
        log.add(4, begins(SECOND, CHAT, 40));

        assertThat(WaitChecker.check(log, PATIENCE)).isOne();
    }

    @Test
    void who_is_paused_is_overtaken_and_the_others_of_his_fleet_are_not() {
        assertThat(WaitChecker.check(pausedThenOvertaken("crm"), PATIENCE)).isZero();
        assertThatThrownBy(() -> WaitChecker.check(pausedThenOvertaken("shop"), PATIENCE))
                .hasMessageContaining("crm of first, which waits since");
    }

    private static List<SeenEvent> pausedThenOvertaken(String server) {
        var pause = new FleetAction.Pause(Optional.empty(), Optional.of(server), "");
        var log = waiting(40, begins(SECOND, WIKI, 40));
        log.add(4, new SeenEvent.Acted(at(30), FIRST.name(), pause));
        return log;
    }
}
