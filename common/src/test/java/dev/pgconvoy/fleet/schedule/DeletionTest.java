package dev.pgconvoy.fleet.schedule;

import static dev.pgconvoy.fixture.Fleets.NAME;
import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.fleet;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.wave;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeletionTest {

    private static final FleetServer SHOP = aServer("shop").build();
    private static final FleetServer CRM = aServer("crm").needing("shop").build();

    private final ScheduledFleet fleet = new ScheduledFleet();

    private void delete() {
        fleet.act(new FleetAction.Delete());
    }

    @Test
    void a_fleet_whose_migrations_have_ended_is_forgotten() {
        fleet.apply(aFleetOf(SHOP, CRM));
        fleet.succeeds("shop");
        fleet.succeeds("crm");
        fleet.takeChanges();

        delete();

        assertThat(fleet.lastNews()).isEqualTo(new FleetNews.ActionTaken(new FleetAction.Delete()));
        assertThat(fleet.found()).isEmpty();
        assertThat(fleet.takeChanges()).singleElement().satisfies(change -> {
            assertThat(change.fleet()).isEqualTo(NAME);
            assertThat(change.isDeleted()).isTrue();
            assertThat(change.servers()).extracting(ServerRun::server).containsExactly("crm", "shop");
        });
        assertThat(fleet.takeChanges()).isEmpty();
    }

    @Test
    void what_only_waits_keeps_nobody_from_deleting() {
        fleet.apply(fleet(
                List.of(SHOP),
                List.of(wave("all", List.of("shop"), "signed")),
                new Gate.Approval("signed", "dba", Optional.empty())));

        delete();

        assertThat(fleet.found()).isEmpty();
    }

    @Test
    void while_a_migration_runs_it_is_refused_with_what_to_do() {
        fleet.apply(aFleetOf(SHOP, CRM));

        delete();

        assertThat(fleet.lastNews())
                .isEqualTo(
                        new FleetNews.ActionRefused(
                                new FleetAction.Delete(),
                                "its migrations still run (1, such as that of \"shop\"); let them end, or cancel them with: pgconvoy fleet cancel --fleet weekend"));
        fleet.act(new FleetAction.Cancel(Optional.empty(), Optional.empty(), ""));
        delete();
        assertThat(fleet.found()).isPresent();
        fleet.ends("shop", MigrationState.CANCELED);
        delete();
        assertThat(fleet.found()).isEmpty();
    }

    @Test
    void while_checks_run_it_is_refused() {
        fleet.apply(fleet(
                List.of(SHOP), List.of(wave("all", List.of("shop"), "checked")), new Gate.CheckPassed("checked")));

        delete();

        assertThat(fleet.lastNews()).isInstanceOf(FleetNews.ActionRefused.class);
        fleet.act(new FleetAction.Pause(""));
        fleet.succeeds("shop");
        delete();
        assertThat(fleet.found()).isEmpty();
    }

    @Test
    void one_that_is_applied_again_is_new_and_says_that_its_ids_are_used() {
        fleet.apply(aFleetOf(SHOP));
        fleet.succeeds("shop");
        delete();
        fleet.takeRequested();

        fleet.apply(aFleetOf(SHOP));

        assertThat(fleet.reasonOf("shop")).contains("the id new-shop/weekend.shop was used before");
        fleet.retry("shop");
        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.attempt-2");
    }

    @Test
    void what_was_made_against_a_fleet_that_is_deleted_is_refused_by_the_next_one_of_its_name() {
        fleet.apply(aFleetOf(SHOP));
        fleet.succeeds("shop");
        var revision = fleet.status().revision();
        delete();
        fleet.passes(Duration.ofSeconds(1));
        fleet.apply(aFleetOf(SHOP));

        assertThat(fleet.status().revision()).isGreaterThan(revision);
    }

    @Test
    void a_fleet_that_is_not_there_cannot_be_deleted() {
        delete();

        assertThat(fleet.lastNews()).isInstanceOf(FleetNews.ActionRefused.class);
    }
}
