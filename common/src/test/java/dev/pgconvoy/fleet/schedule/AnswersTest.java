package dev.pgconvoy.fleet.schedule;

import static dev.pgconvoy.fixture.Fleets.NAME;
import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetFault;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.schedule.FleetDecision.Announce;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetPhase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Each plan and each action has an answer, and says which.
class AnswersTest {

    private static final FleetServer SHOP = aServer("shop").build();
    private static final FleetServer CRM = aServer("crm").build();

    private final ScheduledFleet fleet = new ScheduledFleet();

    private void apply(Fleet plan, String cause, Optional<Long> ifRevision) {
        fleet.hear(new FleetFact.PlanRequested(plan, false, false, Optional.of(cause), ifRevision));
    }

    private void act(FleetAction action, String cause, Optional<Long> ifRevision) {
        fleet.hear(new FleetFact.ActionRequested(NAME, action, Optional.of(cause), ifRevision));
    }

    private List<Announce> takeAnswers() {
        return fleet.takeAnnounced().stream()
                .filter(one -> one.cause().isPresent())
                .toList();
    }

    @Test
    void the_answers_to_two_people_who_apply_at_once_are_told_apart() {
        apply(aFleetOf(SHOP), "first", Optional.empty());
        apply(aFleetOf(SHOP), "second", Optional.empty());
        apply(aFleetOf(aServer("shop").needing("nobody").build()), "third", Optional.empty());

        assertThat(takeAnswers())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.cause()).contains("first");
                            assertThat(first.news()).isInstanceOf(FleetNews.PlanAccepted.class);
                        },
                        second -> {
                            assertThat(second.cause()).contains("second");
                            assertThat(second.news()).isInstanceOf(FleetNews.PlanUnchanged.class);
                        },
                        third -> {
                            assertThat(third.cause()).contains("third");
                            assertThat(third.news()).isInstanceOf(FleetNews.PlanRefused.class);
                        });
    }

    @Test
    void the_answers_to_actions_are_told_apart() {
        apply(aFleetOf(SHOP), "plan", Optional.empty());
        takeAnswers();

        act(new FleetAction.Pause(""), "first", Optional.empty());
        act(new FleetAction.Pause(""), "second", Optional.empty());
        act(new FleetAction.Retry(Optional.empty(), Optional.of("nobody")), "third", Optional.empty());
        fleet.hear(new FleetFact.ActionRequested(
                "other", new FleetAction.Resume(), Optional.of("fourth"), Optional.empty()));

        assertThat(takeAnswers())
                .extracting(one -> one.cause().orElseThrow())
                .containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void a_plan_that_was_made_against_an_earlier_revision_is_refused() {
        apply(aFleetOf(SHOP), "first", Optional.of(0L));
        var revision = fleet.status().revision();
        fleet.takeAnnounced();

        apply(aFleetOf(SHOP, CRM), "second", Optional.of(0L));

        assertThat(takeAnswers())
                .singleElement()
                .satisfies(one -> assertThat(one.news())
                        .isEqualTo(new FleetNews.PlanRefused(List.of(FleetFault.ofAll(
                                "the fleet \"weekend\" has moved on to revision %d, and this is for revision 0; look at it again with: pgconvoy fleet status --fleet weekend"
                                        .formatted(revision))))));
        assertThat(fleet.status().servers()).hasSize(1);
        apply(aFleetOf(SHOP, CRM), "third", Optional.of(revision));
        assertThat(fleet.status().servers()).hasSize(2);
    }

    @Test
    void a_plan_for_a_fleet_that_is_not_there_any_more_is_refused() {
        apply(aFleetOf(SHOP), "first", Optional.of(7L));

        assertThat(takeAnswers())
                .singleElement()
                .satisfies(one -> assertThat(((FleetNews.PlanRefused) one.news()).faults())
                        .containsExactly(
                                FleetFault.ofAll("no fleet \"weekend\" is applied, and this is for its revision 7")));
        assertThat(fleet.found()).isEmpty();
    }

    @Test
    void an_action_for_an_earlier_revision_is_refused() {
        apply(aFleetOf(SHOP), "plan", Optional.empty());
        fleet.takeAnnounced();

        act(new FleetAction.Pause(""), "pause", Optional.of(0L));

        assertThat(takeAnswers())
                .singleElement()
                .satisfies(one -> assertThat(one.news()).isInstanceOf(FleetNews.ActionRefused.class));
        assertThat(fleet.phase()).isEqualTo(FleetPhase.RUNNING);
    }

    @Test
    void what_follows_from_a_plan_is_no_answer_to_it() {
        apply(aFleetOf(SHOP), "plan", Optional.empty());

        assertThat(fleet.takeAnnounced())
                .filteredOn(one -> one.news() instanceof FleetNews.ServerChanged)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.cause()).isEmpty());
    }

    @Test
    void a_plan_that_cannot_be_read_is_refused() {
        fleet.hear(new FleetFact.PlanUnreadable(NAME, "it is too large", Optional.of("plan")));

        assertThat(takeAnswers())
                .containsExactly(new Announce(
                        NAME,
                        0,
                        new FleetNews.PlanRefused(List.of(FleetFault.ofAll("it is too large"))),
                        Optional.of("plan")));
    }
}
