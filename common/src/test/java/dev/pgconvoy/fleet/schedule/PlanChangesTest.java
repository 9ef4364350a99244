package dev.pgconvoy.fleet.schedule;

import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.fleet;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.limited;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.retrying;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.wave;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.fleet.FleetMetadata;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.PlanChanges;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.migration.MigrationState;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A plan that is applied to a fleet that runs, and what is tried again.
class PlanChangesTest {

    private static final FleetServer SHOP = aServer("shop").overwriting().build();
    private static final FleetServer SHOP_ANEW =
            aServer("shop").overwriting().moving("shop").build();
    private static final FleetServer CRM = aServer("crm").needing("shop").build();
    private static final FleetServer CRM_ANEW =
            aServer("crm").needing("shop").moving("crm").build();
    private static final FleetServer MAIL = aServer("mail").needing("crm").build();

    private final ScheduledFleet fleet = new ScheduledFleet();

    private PlanChanges lastAccepted() {
        return fleet.news().stream()
                .flatMap(news -> news instanceof FleetNews.PlanAccepted(var changes)
                        ? Stream.of(changes)
                        : Stream.<PlanChanges>empty())
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @Test
    void what_is_applied_twice_is_acknowledged_and_nothing_else() {
        fleet.apply(aFleetOf(SHOP, CRM));
        fleet.takeAnnounced();
        fleet.takeRequested();
        fleet.takeChanges();
        var before = fleet.status();

        fleet.apply(aFleetOf(SHOP, CRM));

        assertThat(fleet.takeAnnounced())
                .singleElement()
                .satisfies(one -> assertThat(one.news()).isInstanceOf(FleetNews.PlanUnchanged.class));
        assertThat(fleet.takeRequested()).isEmpty();
        assertThat(fleet.takeCancelled()).isEmpty();
        assertThat(fleet.takeChanges()).isEmpty();
        assertThat(fleet.status()).isEqualTo(before);
    }

    @Test
    void one_server_that_is_edited_is_the_only_one_that_changes() {
        fleet.apply(aFleetOf(SHOP, CRM, MAIL));
        var before = fleet.status().servers();
        fleet.takeChanges();

        fleet.apply(aFleetOf(SHOP, CRM_ANEW, MAIL));

        assertThat(lastAccepted())
                .isEqualTo(new PlanChanges(List.of(), List.of("crm"), List.of(), List.of(), List.of(), false));
        assertThat(fleet.takeChanges())
                .singleElement()
                .satisfies(change -> assertThat(change.servers())
                        .extracting(ServerRun::server)
                        .containsExactly("crm"));
        assertThat(fleet.status().servers())
                .filteredOn(server -> !before.contains(server))
                .extracting(ServerStatus::server)
                .containsExactly("crm");
    }

    @Test
    void what_runs_and_has_changed_stays_as_it_is_unasked() {
        fleet.apply(aFleetOf(SHOP, CRM));

        fleet.apply(aFleetOf(SHOP_ANEW, CRM));

        assertThat(((FleetNews.PlanUnchanged) fleet.lastNews()).changes().needReplace())
                .containsExactly("shop");
        assertThat(fleet.takeCancelled()).isEmpty();
    }

    @Test
    void what_runs_and_is_replaced_is_cancelled_and_begins_anew_when_it_has_stopped() {
        fleet.apply(aFleetOf(SHOP, CRM));
        fleet.takeRequested();

        fleet.replace(aFleetOf(SHOP_ANEW, CRM));

        assertThat(fleet.takeCancelled()).containsExactly("weekend.shop");
        assertThat(fleet.takeRequested()).isEmpty();
        fleet.ends("shop", MigrationState.CANCELED);
        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.attempt-2");
        assertThat(fleet.latest("shop").databases()).containsExactly("shop");
    }

    @Test
    void what_is_replaced_and_succeeds_before_it_stops_is_migrated_as_the_plan_now_says() {
        fleet.apply(aFleetOf(SHOP));
        fleet.replace(aFleetOf(SHOP_ANEW));
        fleet.takeRequested();

        fleet.succeeds("shop");

        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.attempt-2");
    }

    @Test
    void what_has_ended_and_is_replaced_begins_at_once() {
        fleet.apply(aFleetOf(SHOP));
        fleet.succeeds("shop");
        fleet.takeRequested();

        fleet.replace(aFleetOf(SHOP_ANEW));

        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.attempt-2");
    }

    @Test
    void what_waits_or_has_ended_and_is_pruned_is_gone_at_once() {
        fleet.apply(aFleetOf(SHOP, CRM, MAIL));
        fleet.succeeds("shop");

        fleet.prune(aFleetOf(CRM_WITHOUT_NEEDS));

        assertThat(lastAccepted().removed()).containsExactly("mail", "shop");
        assertThat(fleet.status().servers()).extracting(ServerStatus::server).containsExactly("crm");
    }

    @Test
    void what_is_pruned_and_has_never_begun_is_forgotten() {
        fleet.apply(aFleetOf(SHOP, CRM, MAIL));
        fleet.takeChanges();
        fleet.takeAnnounced();

        fleet.prune(aFleetOf(CRM_WITHOUT_NEEDS));

        var change = fleet.takeChanges().getLast();
        assertThat(change.forgotten()).containsExactly("mail");
        assertThat(change.servers())
                .extracting(ServerRun::server)
                .contains("shop")
                .doesNotContain("mail");
        assertThat(fleet.news())
                .contains(new FleetNews.ServerChanged(
                        "mail", ServerPhase.REMOVED, Optional.empty(), Optional.of("it is gone from the plan")));
        fleet.apply(aFleetOf(CRM_WITHOUT_NEEDS, aServer("mail").build()));
        assertThat(fleet.takeChanges().getLast().forgotten()).isEmpty();
        assertThat(fleet.phaseOf("mail")).isEqualTo(ServerPhase.RUNNING);
    }

    @Test
    void a_plan_with_which_too_many_servers_would_be_kept_is_refused() {
        for (var i = 0; i < 2; i++) {
            fleet.apply(limited(aFleetOf(many("s" + i + "-")), ONE_AT_ONCE));
        }

        fleet.apply(limited(aFleetOf(many("t-")), ONE_AT_ONCE));

        assertThat(((FleetNews.PlanRefused) fleet.lastNews()).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message())
                        .contains(
                                "would keep 15000 servers",
                                "at most 10000",
                                "--prune",
                                "pgconvoy fleet delete weekend"));
        fleet.prune(limited(aFleetOf(many("t-")), ONE_AT_ONCE));
        assertThat(fleet.status().servers()).hasSizeLessThan(5_010);
    }

    private static final FleetLimits ONE_AT_ONCE =
            new FleetLimits(Optional.of(1), Optional.empty(), Optional.empty(), Collections.emptySortedMap());

    private static FleetServer[] many(String prefix) {
        return IntStream.range(0, FleetSpec.MOST_SERVERS)
                .mapToObj(i -> aServer(prefix + i).build())
                .toArray(FleetServer[]::new);
    }

    @Test
    void one_fleet_too_many_is_refused() {
        var fleets = IntStream.range(0, PlanRules.MOST_FLEETS)
                .mapToObj(i -> FleetRun.begin(named("fleet-" + i), new Occupancy(), Instant.EPOCH))
                .collect(Collectors.toMap(FleetRun::name, one -> one));

        assertThat(PlanRules.refusal(new FleetFact.PlanRequested(aFleetOf(SHOP), false, false), fleets, 0))
                .hasValueSatisfying(news -> assertThat(((FleetNews.PlanRefused) news).faults())
                        .singleElement()
                        .satisfies(fault -> assertThat(fault.message())
                                .contains("there are 1000 fleets", "pgconvoy fleet delete NAME")));
        assertThat(PlanRules.refusal(new FleetFact.PlanRequested(named("fleet-1"), false, false), fleets, 1))
                .isEmpty();
    }

    private static Fleet named(String name) {
        return new Fleet(
                new FleetMetadata(name, Collections.emptySortedMap()),
                aFleetOf(SHOP).spec());
    }

    private static final FleetServer CRM_WITHOUT_NEEDS = aServer("crm").build();

    @Test
    void what_fails_is_tried_again_as_often_as_the_wave_says_and_then_stops_it() {
        fleet.apply(retrying(2, SHOP));

        for (var attempt = 1; attempt <= 3; attempt++) {
            assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.RUNNING);
            fleet.ends("shop", MigrationState.FAILED, "no route to host");
        }

        assertThat(fleet.takeRequested())
                .containsExactly("weekend.shop", "weekend.shop.attempt-2", "weekend.shop.attempt-3");
        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.FAILED);
        assertThat(fleet.reasonOf("shop")).isEqualTo("no route to host");
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.STOPPED);
    }

    @Test
    void attempts_are_counted_anew_after_a_retry() {
        fleet.apply(retrying(1, SHOP));
        fleet.ends("shop", MigrationState.FAILED);
        fleet.ends("shop", MigrationState.FAILED);
        fleet.takeRequested();

        fleet.retry("shop");
        fleet.ends("shop", MigrationState.FAILED);

        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.attempt-3", "weekend.shop.attempt-4");
    }

    @Test
    void all_of_a_wave_that_has_not_succeeded_is_tried_again_and_nothing_else() {
        fleet.apply(fleet(
                List.of(SHOP, aServer("crm").build(), aServer("mail").build()),
                List.of(wave("first", List.of("shop", "crm")), wave("second", List.of("mail")))));
        fleet.succeeds("shop");
        fleet.ends("crm", MigrationState.FAILED);
        fleet.takeRequested();

        fleet.act(new FleetAction.Retry(Optional.of("first"), Optional.empty()));

        assertThat(fleet.takeRequested()).containsExactly("weekend.crm.attempt-2");
        fleet.succeeds("crm");
        assertThat(fleet.takeRequested()).containsExactly("weekend.mail");
    }
}
