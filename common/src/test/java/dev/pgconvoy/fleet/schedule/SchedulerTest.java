package dev.pgconvoy.fleet.schedule;

import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.fleet;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.wave;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private static final FleetServer SHOP = aServer("shop").build();
    private static final FleetServer CRM = aServer("crm").build();
    private static final FleetServer MAIL = aServer("mail").build();
    private static final Gate SIGNED = new Gate.Approval("signed", "dba", Optional.empty());

    private final ScheduledFleet fleet = new ScheduledFleet();

    /// The second wave has a gate.
    private static Fleet gated() {
        return fleet(
                List.of(SHOP, CRM),
                List.of(wave("first", List.of("shop")), wave("second", List.of("crm"), "signed")),
                SIGNED);
    }

    @Test
    void a_later_attempt_has_a_name_that_no_server_can_have() {
        fleet.apply(aFleetOf(SHOP));
        fleet.ends("shop", MigrationState.FAILED);

        fleet.retry("shop");

        assertThat(fleet.takeRequested()).containsExactly("weekend.shop", "weekend.shop.attempt-2");
    }

    @Test
    void what_was_pruned_and_is_applied_again_is_migrated() {
        fleet.apply(aFleetOf(SHOP, CRM));
        fleet.prune(aFleetOf(SHOP));
        assertThat(fleet.phaseOf("crm")).isEqualTo(ServerPhase.CANCELLING);

        fleet.apply(aFleetOf(SHOP, CRM));

        assertThat(fleet.lastNews())
                .isInstanceOfSatisfying(
                        FleetNews.PlanAccepted.class,
                        accepted -> assertThat(accepted.changes().added()).containsExactly("crm"));
        fleet.ends("crm", MigrationState.CANCELED);
        assertThat(fleet.phaseOf("crm")).isEqualTo(ServerPhase.RUNNING);
        assertThat(fleet.takeRequested()).endsWith("weekend.crm.attempt-2");
    }

    @Test
    void what_was_pruned_is_removed_also_when_it_has_succeeded_before_it_stopped() {
        fleet.apply(aFleetOf(SHOP, CRM));
        fleet.prune(aFleetOf(SHOP));

        fleet.succeeds("crm");

        assertThat(fleet.status().servers()).extracting(one -> one.server()).containsExactly("shop");
    }

    @Test
    void new_work_for_a_wave_that_is_done_passes_its_gates() {
        fleet.apply(gated());
        fleet.succeeds("shop");
        fleet.approve("second");
        fleet.succeeds("crm");
        assertThat(fleet.phase()).isEqualTo(FleetPhase.SUCCEEDED);
        fleet.takeRequested();

        fleet.apply(fleet(
                List.of(SHOP, CRM, MAIL),
                List.of(wave("first", List.of("shop")), wave("second", List.of("crm", "mail"), "signed")),
                SIGNED));

        assertThat(fleet.phaseOfWave("second")).isEqualTo(WavePhase.GATED);
        assertThat(fleet.takeRequested()).isEmpty();
        fleet.approve("second");
        assertThat(fleet.takeRequested()).containsExactly("weekend.mail");
    }

    @Test
    void a_retry_after_the_gates_were_passed_begins_at_once() {
        fleet.apply(gated());
        fleet.succeeds("shop");
        fleet.approve("second");
        fleet.cancelServer("crm");
        fleet.ends("crm", MigrationState.CANCELED);
        fleet.takeRequested();

        fleet.retry("crm");

        assertThat(fleet.takeRequested()).containsExactly("weekend.crm.attempt-2");
    }

    @Test
    void a_gated_wave_that_is_cancelled_stays_closed_and_blocks_nothing() {
        fleet.apply(fleet(
                List.of(SHOP, CRM),
                List.of(wave("first", List.of("shop"), "signed"), wave("second", List.of("crm"))),
                SIGNED));
        assertThat(fleet.phaseOfWave("first")).isEqualTo(WavePhase.GATED);

        fleet.cancelWave("first");

        assertThat(fleet.phaseOfWave("first")).isEqualTo(WavePhase.DONE);
        assertThat(fleet.takeRequested()).containsExactly("weekend.crm");
        fleet.retry("shop");
        assertThat(fleet.phaseOfWave("first")).isEqualTo(WavePhase.GATED);
        assertThat(fleet.takeRequested()).isEmpty();
    }

    @Test
    void a_fleet_that_was_cancelled_and_is_retried_keeps_the_order_of_its_waves() {
        fleet.apply(fleet(
                List.of(SHOP, CRM),
                List.of(wave("first", List.of("shop"), "signed"), wave("second", List.of("crm"))),
                SIGNED));
        fleet.act(new FleetAction.Cancel(Optional.empty(), Optional.empty(), ""));

        fleet.act(new FleetAction.Retry(Optional.empty(), Optional.empty()));

        assertThat(fleet.takeRequested()).isEmpty();
        assertThat(fleet.phaseOfWave("second")).isEqualTo(WavePhase.WAITING);
    }

    @Test
    void a_wave_whose_servers_were_cancelled_is_not_asked_for_its_gates() {
        fleet.apply(gated());
        fleet.cancelServer("crm");

        fleet.succeeds("shop");

        assertThat(fleet.phaseOfWave("second")).isEqualTo(WavePhase.DONE);
    }

    @Test
    void failures_count_again_after_a_retry() {
        var plan = fleet(List.of(SHOP, CRM), List.of(wave("first", List.of("shop")), wave("second", List.of("crm"))));
        fleet.apply(plan);
        fleet.cancelWave("first");
        fleet.ends("shop", MigrationState.CANCELED);
        fleet.retry("shop");

        fleet.ends("shop", MigrationState.FAILED);

        assertThat(fleet.phaseOfWave("first")).isEqualTo(WavePhase.STOPPED);
    }

    @Test
    void what_waits_and_is_gone_from_the_plan_keeps_no_fleet_running() {
        var later = aServer("crm").needing("shop").build();
        fleet.apply(aFleetOf(SHOP, later));
        fleet.apply(aFleetOf(SHOP));

        fleet.succeeds("shop");

        assertThat(fleet.phase()).isEqualTo(FleetPhase.SUCCEEDED);
    }

    @Test
    void what_is_gone_from_the_plan_is_not_retried() {
        fleet.apply(aFleetOf(SHOP, CRM));
        fleet.ends("crm", MigrationState.FAILED);
        fleet.apply(aFleetOf(SHOP));

        fleet.retry("crm");

        assertThat(fleet.lastNews())
                .isInstanceOfSatisfying(
                        FleetNews.ActionRefused.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo(
                                        "the server \"crm\" is gone from the plan; add it to the file again and apply that"));
    }

    @Test
    void what_is_retried_while_it_stops_begins_again() {
        fleet.apply(aFleetOf(SHOP));
        fleet.cancelServer("shop");
        fleet.retry("shop");

        fleet.ends("shop", MigrationState.CANCELED);

        assertThat(fleet.takeRequested()).containsExactly("weekend.shop", "weekend.shop.attempt-2");
    }

    @Test
    void what_is_retried_and_succeeds_before_it_stops_is_not_migrated_twice() {
        fleet.apply(aFleetOf(SHOP));
        fleet.cancelServer("shop");
        fleet.retry("shop");

        fleet.succeeds("shop");

        assertThat(fleet.phase()).isEqualTo(FleetPhase.SUCCEEDED);
    }

    @Test
    void sources_are_checked_until_all_of_them_are_unused_at_once() {
        fleet.apply(fleet(
                List.of(SHOP, CRM),
                List.of(wave("all", List.of("shop", "crm"), "quiet")),
                new Gate.NoWritesFor("quiet", Duration.ofMinutes(4))));
        fleet.ends("crm", MigrationState.FAILED);
        fleet.succeeds("shop");
        for (var minute = 1; minute <= 6; minute++) {
            fleet.takeRequested();
            fleet.passes(Duration.ofMinutes(1));
            assertThat(fleet.takeRequested()).anyMatch(name -> name.startsWith("weekend.shop.check-"));
            fleet.succeeds("shop");
        }
        fleet.succeeds("crm");
        fleet.passes(Duration.ofMinutes(4));
        fleet.succeeds("crm");

        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
    }

    @Test
    void a_reason_of_any_length_is_kept_in_short_and_as_one_line() {
        fleet.apply(aFleetOf(SHOP));

        fleet.ends("shop", MigrationState.FAILED, "no\n".repeat(100_000));

        assertThat(fleet.status().servers().getFirst().reason())
                .hasValueSatisfying(reason -> assertThat(reason).hasSize(300).startsWith("no\\nno"));
    }
}
