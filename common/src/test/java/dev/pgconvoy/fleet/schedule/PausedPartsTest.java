package dev.pgconvoy.fleet.schedule;

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
import dev.pgconvoy.fleet.status.PausedParts;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.WavePhase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PausedPartsTest {

    private static final FleetServer SHOP = aServer("shop").build();
    private static final FleetServer CRM = aServer("crm").build();
    private static final FleetServer MAIL = aServer("mail").build();

    private final ScheduledFleet fleet = new ScheduledFleet();

    private static Fleet twoWaves(String... gates) {
        return fleet(
                List.of(SHOP, CRM, MAIL),
                List.of(wave("first", List.of("shop")), wave("second", List.of("crm", "mail"), gates)),
                new Gate.CheckPassed("checked"));
    }

    private void pauseWave(String wave) {
        fleet.act(new FleetAction.Pause(Optional.of(wave), Optional.empty(), ""));
    }

    private void pauseServer(String server) {
        fleet.act(new FleetAction.Pause(Optional.empty(), Optional.of(server), ""));
    }

    private void resumeWave(String wave) {
        fleet.act(new FleetAction.Resume(Optional.of(wave), Optional.empty()));
    }

    @Test
    void of_a_wave_that_is_paused_nothing_begins_and_what_runs_goes_on() {
        fleet.apply(twoWaves());
        fleet.takeRequested();
        pauseWave("first");
        pauseWave("second");

        fleet.succeeds("shop");

        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.SUCCEEDED);
        assertThat(fleet.takeRequested()).isEmpty();
        assertThat(fleet.phase()).isEqualTo(FleetPhase.RUNNING);
        assertThat(fleet.status().paused())
                .contains(PausedParts.NONE
                        .with(Optional.of("first"), Optional.empty())
                        .with(Optional.of("second"), Optional.empty()));
        resumeWave("second");
        assertThat(fleet.takeRequested()).containsExactlyInAnyOrder("weekend.crm", "weekend.mail");
    }

    @Test
    void a_server_that_is_paused_lets_the_others_of_its_wave_begin() {
        fleet.apply(twoWaves());
        fleet.takeRequested();
        pauseServer("crm");

        fleet.succeeds("shop");

        assertThat(fleet.takeRequested()).containsExactly("weekend.mail");
        fleet.succeeds("mail");
        assertThat(fleet.phaseOfWave("second")).isEqualTo(WavePhase.OPEN);
        fleet.act(new FleetAction.Resume(Optional.empty(), Optional.of("crm")));
        assertThat(fleet.takeRequested()).containsExactly("weekend.crm");
        assertThat(fleet.status().paused()).isEmpty();
    }

    @Test
    void a_wave_that_is_paused_is_not_checked_but_a_server_is() {
        fleet.apply(twoWaves("checked"));
        fleet.takeRequested();
        pauseWave("second");
        pauseServer("crm");
        fleet.succeeds("shop");
        assertThat(fleet.takeRequested()).isEmpty();

        resumeWave("second");

        assertThat(fleet.takeRequested()).containsExactlyInAnyOrder("weekend.crm.check-1", "weekend.mail.check-1");
        fleet.succeeds("crm");
        fleet.succeeds("mail");
        assertThat(fleet.takeRequested()).containsExactly("weekend.mail");
    }

    @Test
    void who_resumes_the_fleet_resumes_its_parts() {
        fleet.apply(twoWaves());
        fleet.succeeds("shop");
        fleet.act(new FleetAction.Pause(""));
        pauseWave("second");
        pauseServer("crm");
        assertThat(fleet.phase()).isEqualTo(FleetPhase.PAUSED);

        fleet.act(new FleetAction.Resume());

        assertThat(fleet.phase()).isEqualTo(FleetPhase.RUNNING);
        assertThat(fleet.status().paused()).isEmpty();
    }

    @Test
    void a_part_that_is_resumed_waits_for_the_fleet() {
        fleet.apply(twoWaves());
        fleet.takeRequested();
        fleet.act(new FleetAction.Pause(""));
        pauseWave("second");
        fleet.succeeds("shop");

        resumeWave("second");

        assertThat(fleet.phase()).isEqualTo(FleetPhase.PAUSED);
        assertThat(fleet.takeRequested()).isEmpty();
    }

    @Test
    void what_is_not_there_cannot_be_paused() {
        fleet.apply(twoWaves());

        pauseWave("third");

        assertThat(fleet.lastNews())
                .isInstanceOfSatisfying(
                        FleetNews.ActionRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo("the fleet has no wave \"third\""));
        assertThat(fleet.status().paused()).isEmpty();
    }

    @Test
    void a_part_that_is_gone_from_the_plan_is_still_paused_when_it_comes_again() {
        fleet.apply(twoWaves());
        fleet.takeRequested();
        pauseWave("second");
        pauseServer("mail");

        fleet.apply(fleet(List.of(SHOP, CRM), List.of(wave("first", List.of("shop")), wave("rest", List.of("crm")))));
        fleet.apply(twoWaves());

        fleet.succeeds("shop");
        assertThat(fleet.takeRequested()).isEmpty();
        resumeWave("second");
        assertThat(fleet.takeRequested()).containsExactly("weekend.crm");
    }

    @Test
    void a_part_that_is_gone_from_the_plan_can_be_resumed() {
        fleet.apply(twoWaves());
        pauseWave("second");
        fleet.apply(fleet(List.of(SHOP), List.of(wave("first", List.of("shop")))));
        assertThat(fleet.status().paused()).contains(PausedParts.NONE.with(Optional.of("second"), Optional.empty()));

        resumeWave("second");

        assertThat(fleet.lastNews()).isInstanceOf(FleetNews.ActionTaken.class);
        assertThat(fleet.status().paused()).isEmpty();
    }

    @Test
    void paused_twice_is_paused_once() {
        fleet.apply(twoWaves());
        pauseWave("second");
        fleet.takeChanges();
        var revision = fleet.status().revision();

        pauseWave("second");

        assertThat(fleet.status().revision()).isEqualTo(revision);
        assertThat(fleet.takeChanges()).isEmpty();
    }
}
