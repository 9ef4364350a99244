package dev.pgconvoy.fleet.schedule;

import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.fleet;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.retrying;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.wave;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.OnFailure;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An id stands for one migration, whoever has requested it.
class UsedIdsTest {

    private static final FleetServer SHOP = aServer("shop").overwriting().build();
    private static final String ANOTHER_REQUEST = "f".repeat(64);

    private final ScheduledFleet fleet = new ScheduledFleet();

    private static MigrationId id(String name) {
        return new MigrationId("new-shop", name);
    }

    private void hasEnded(MigrationId id) {
        fleet.hear(new FleetFact.Ended(id, ANOTHER_REQUEST, MigrationState.SUCCEEDED, true, Optional.empty()));
    }

    @Test
    void a_server_whose_id_was_used_by_hand_fails_and_says_what_to_do() {
        hasEnded(id("weekend.shop"));

        fleet.apply(aFleetOf(SHOP));

        assertThat(fleet.takeRequested()).isEmpty();
        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.FAILED);
        assertThat(fleet.reasonOf("shop"))
                .isEqualTo(
                        "the id new-shop/weekend.shop was used before, for a migration that is Succeeded; to migrate under the next id: pgconvoy fleet retry shop --fleet weekend");
        fleet.retry("shop");
        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.attempt-2");
    }

    @Test
    void the_end_of_the_same_request_by_hand_does_not_count_either() {
        fleet.apply(aFleetOf(SHOP));
        var request = fleet.latest("shop");
        var other = new ScheduledFleet();
        other.hear(new FleetFact.Ended(
                request.id(), RequestHash.of(request), MigrationState.SUCCEEDED, true, Optional.empty()));

        other.apply(aFleetOf(SHOP));

        assertThat(other.phaseOf("shop")).isEqualTo(ServerPhase.FAILED);
    }

    @Test
    void a_server_whose_id_somebody_uses_now_fails() {
        fleet.hear(new FleetFact.IdUsed(id("weekend.shop"), ANOTHER_REQUEST));

        fleet.apply(aFleetOf(SHOP));

        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.FAILED);
        assertThat(fleet.reasonOf("shop"))
                .isEqualTo(
                        "the id new-shop/weekend.shop is used by a migration that has not ended; when it has: pgconvoy fleet retry shop --fleet weekend");
    }

    @Test
    void a_server_whose_id_somebody_else_gets_a_moment_before_fails() {
        fleet.apply(aFleetOf(SHOP));

        fleet.hear(new FleetFact.IdUsed(id("weekend.shop"), ANOTHER_REQUEST));

        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.FAILED);
        assertThat(fleet.reasonOf("shop")).contains("new-shop/weekend.shop stands for another request", "fleet retry");
        fleet.takeRequested();
        fleet.retry("shop");
        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.attempt-2");
    }

    @Test
    void what_is_cancelled_while_somebody_else_has_the_id_is_cancelled() {
        fleet.apply(aFleetOf(SHOP));
        fleet.cancelServer("shop");

        fleet.hear(new FleetFact.IdUsed(id("weekend.shop"), ANOTHER_REQUEST));

        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.CANCELLED);
    }

    @Test
    void its_own_request_is_no_surprise() {
        fleet.apply(aFleetOf(SHOP));
        var request = fleet.latest("shop");

        fleet.hear(new FleetFact.IdUsed(request.id(), RequestHash.of(request)));

        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.RUNNING);
    }

    @Test
    void a_second_verdict_about_an_id_stops_nothing_that_runs() {
        fleet.apply(aFleetOf(SHOP));
        var request = fleet.latest("shop");
        fleet.hear(new FleetFact.IdUsed(request.id(), RequestHash.of(request)));

        fleet.hear(new FleetFact.IdUsed(request.id(), ANOTHER_REQUEST));

        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.RUNNING);
        fleet.succeeds("shop");
        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.SUCCEEDED);
    }

    @Test
    void an_end_of_another_request_under_its_id_fails_a_server_all_the_same() {
        fleet.apply(aFleetOf(SHOP));
        var request = fleet.latest("shop");
        fleet.hear(new FleetFact.IdUsed(request.id(), RequestHash.of(request)));

        hasEnded(request.id());

        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.FAILED);
    }

    @Test
    void a_server_that_fails_because_of_its_id_stops_its_wave_before_another_one_begins() {
        hasEnded(id("weekend.shop"));

        fleet.apply(aFleetOf(aServer("crm").build(), SHOP));

        assertThat(fleet.takeRequested()).isEmpty();
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.STOPPED);
    }

    @Test
    void a_wave_whose_servers_have_all_failed_because_of_their_ids_lets_the_next_one_begin() {
        hasEnded(id("weekend.shop"));
        var crm = aServer("crm").build();

        fleet.apply(fleet(
                List.of(SHOP, aServer("mail").needing("shop").build(), crm),
                List.of(goingOn("first", "shop", "mail"), wave("second", List.of("crm")))));

        assertThat(fleet.phaseOf("mail")).isEqualTo(ServerPhase.SKIPPED);
        assertThat(fleet.takeRequested()).containsExactly("weekend.crm");
    }

    private static Wave goingOn(String name, String... servers) {
        return new Wave(
                name,
                List.of(servers),
                Collections.emptySortedMap(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new OnFailure(0, OnFailure.Then.CONTINUE, 0));
    }

    @Test
    void two_servers_with_one_id_are_not_migrated_as_one() {
        fleet.apply(aFleetOf(aServer("s".repeat(60)).to("new.example.org").build()));
        var shortened = fleet.takeRequested().getFirst().substring("weekend.".length());

        fleet.apply(aFleetOf(aServer(shortened).to("new.example.org").build()));

        assertThat(fleet.takeRequested()).isEmpty();
        assertThat(fleet.phaseOf(shortened)).isEqualTo(ServerPhase.FAILED);
        assertThat(fleet.reasonOf(shortened)).contains("is used by a migration that has not ended");
    }

    @Test
    void a_retry_takes_the_first_id_that_is_free() {
        hasEnded(id("weekend.shop"));
        hasEnded(id("weekend.shop.attempt-2"));
        hasEnded(id("weekend.shop.attempt-3"));
        fleet.apply(aFleetOf(SHOP));

        fleet.retry("shop");

        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.attempt-4");
    }

    @Test
    void nothing_that_somebody_else_has_migrated_is_migrated_again_unasked() {
        hasEnded(id("weekend.shop"));

        fleet.apply(retrying(3, SHOP));

        assertThat(fleet.takeRequested()).isEmpty();
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.STOPPED);
    }

    @Test
    void an_id_that_nobody_remembers_is_free_again() {
        hasEnded(id("weekend.shop"));
        fleet.hear(new FleetFact.IdFree(id("weekend.shop")));

        fleet.apply(aFleetOf(SHOP));

        assertThat(fleet.takeRequested()).containsExactly("weekend.shop");
    }

    @Test
    void checks_take_the_next_number_that_is_free() {
        hasEnded(id("weekend.shop.check-1"));
        hasEnded(id("weekend.shop.check-2"));

        fleet.apply(fleet(
                List.of(SHOP), List.of(wave("all", List.of("shop"), "checked")), new Gate.CheckPassed("checked")));

        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.check-3");
        fleet.succeeds("shop");
        assertThat(fleet.takeRequested()).containsExactly("weekend.shop");
    }

    @Test
    void checks_whose_id_somebody_else_gets_a_moment_before_are_made_again() {
        fleet.apply(fleet(
                List.of(SHOP), List.of(wave("all", List.of("shop"), "checked")), new Gate.CheckPassed("checked")));
        fleet.hear(new FleetFact.IdUsed(id("weekend.shop.check-1"), ANOTHER_REQUEST));
        fleet.takeRequested();

        fleet.passes(Duration.ofMinutes(5));

        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.check-2");
    }
}
