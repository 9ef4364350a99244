package dev.pgconvoy.worker.protocol;

import static dev.pgconvoy.worker.protocol.OldRule.*;
import static dev.pgconvoy.worker.protocol.ProtocolViolation.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.worker.protocol.ProtocolState.Bounds;
import dev.pgconvoy.worker.protocol.ProtocolState.Database.Kind;
import dev.pgconvoy.worker.protocol.ProtocolState.End;
import dev.pgconvoy.worker.protocol.ProtocolState.Standby;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The rules of ADR 10 hold in every order of steps; each rule that they replaced is refuted by a trace.
///
/// `-Dpgconvoy.model=full` adds the search with all troubles at once: 8 million states, a minute, 1 GB.
class TakeOverModelTest {

    private static final int MOST_STATES = 20_000_000;
    private static final Bounds NO_TROUBLE = new Bounds(2, 0, 0, 0, false, false, 2);

    // --- the rules of ADR 10

    @Test
    void nothing_is_violated_when_two_conductors_have_the_record_and_the_user_cancels_and_a_session_breaks() {
        assertHolds(new Bounds(2, 1, 0, 0, true, false, 2), Kind.ABSENT);
    }

    @Test
    void nothing_is_violated_when_a_conductor_is_killed_and_a_session_breaks_and_the_record_is_given_out_again() {
        assertHolds(new Bounds(3, 1, 1, 0, false, false, 2), Kind.ABSENT);
    }

    @Test
    void nothing_is_violated_when_the_work_fails_and_the_source_moves_and_a_conductor_is_killed() {
        assertHolds(new Bounds(2, 0, 1, 1, false, false, 1), Kind.ABSENT);
    }

    @Test
    void nothing_is_violated_when_the_target_is_out_of_reach_and_the_user_cancels_and_the_work_fails() {
        assertHolds(new Bounds(2, 0, 0, 1, true, false, 2), Kind.ABSENT);
    }

    @Test
    void nothing_is_violated_when_a_database_is_there_already() {
        assertHolds(new Bounds(2, 0, 1, 0, true, false, 2), Kind.FOREIGN, Kind.OTHER_FOREIGN);
    }

    @Test
    @EnabledIfSystemProperty(named = "pgconvoy.model", matches = "full")
    void nothing_is_violated_when_all_of_it_happens() {
        assertHolds(new Bounds(2, 1, 1, 1, true, false, 1), Kind.ABSENT, Kind.FOREIGN, Kind.OTHER_FOREIGN);
    }

    // --- failover of the target to a standby that lacks what was committed last

    @Test
    void nothing_is_violated_when_the_target_fails_over_and_loses_what_was_committed_last() {
        assertHolds(NO_TROUBLE, Standby.State.FOLLOWS, Kind.ABSENT);
    }

    @Test
    @EnabledIfSystemProperty(named = "pgconvoy.model", matches = "full")
    void nothing_is_violated_when_the_target_fails_over_and_the_work_fails_and_the_source_moves() {
        assertHolds(movingSource(), Standby.State.FOLLOWS, Kind.ABSENT);
    }

    @Test
    @EnabledIfSystemProperty(named = "pgconvoy.model", matches = "full")
    void nothing_is_violated_when_the_target_fails_over_and_the_user_cancels() {
        assertHolds(userActs(), Standby.State.FOLLOWS, Kind.ABSENT);
    }

    @Test
    void an_end_that_counts_as_complete_because_there_is_no_row_is_announced_of_a_copy_that_is_not_there() {
        assertFinds(FINISHED_IS_NOT_TRUE, NO_TROUBLE, Standby.State.FOLLOWS, NO_ROW_MEANS_DONE);
    }

    @Test
    void an_epoch_that_the_target_has_lost_and_that_is_begun_again_lets_the_former_leaders_tasks_in() {
        assertFinds(OLDER_LEADER_WROTE, NO_TROUBLE, Standby.State.FOLLOWS, EPOCH_FROM_TARGET_ALONE);
    }

    @Test
    void an_end_that_was_lost_and_is_said_late_does_not_count_or_there_are_two() {
        assertFinds(TWO_ENDS, userActs(), Standby.State.FOLLOWS, LAST_WORD_OF_AN_END_COUNTS);
    }

    @Test
    void whoever_begins_anew_without_reading_again_writes_after_the_end_when_the_user_has_dropped_the_database() {
        assertFinds(WRITTEN_AFTER_THE_END, userActs(), ANEW_WITHOUT_READING_AGAIN);
    }

    // --- case 2: a suspended conductor drops the finished database, or makes a dropped one again

    @Test
    void case_2_without_a_look_when_reopening_and_with_overwriting_by_name_the_finished_database_is_dropped() {
        assertFinds(FINISHED_DATABASE_DROPPED, NO_TROUBLE, NO_LOOK_WHEN_REOPENING, OVERWRITE_BY_NAME);
        assertFinds(WRITTEN_AFTER_THE_END, NO_TROUBLE, NO_LOOK_WHEN_REOPENING, OVERWRITE_BY_NAME);
    }

    @Test
    void case_2_without_a_look_when_reopening_the_database_is_made_again_after_the_user_dropped_it() {
        assertFinds(WRITTEN_AFTER_THE_END, userActs(), NO_LOOK_WHEN_REOPENING);
    }

    // --- case 3: failed or stopped is announced with the fence open

    @Test
    void case_3_when_the_end_is_announced_although_closing_failed_the_fence_is_open() {
        assertFinds(FENCE_OPEN_AFTER_THE_END, failing(), ANNOUNCE_ALTHOUGH_CLOSING_FAILED);
    }

    // --- case 4: the end that nobody says, or that two say differently

    @Test
    void case_4_when_a_closed_fence_counts_as_a_newer_leader_nobody_says_the_end() {
        assertFinds(DEAD_END, failing(), CLOSED_FENCE_IS_A_NEWER_LEADER);
    }

    @Test
    void case_4_when_a_conductor_ends_without_a_decision_it_closes_the_fence_of_a_newer_leader() {
        assertFinds(OLDER_LEADER_WROTE, failing(), END_WITHOUT_DECISION);
        assertFinds(DEAD_END, failing(), END_WITHOUT_DECISION);
        assertFinds(TWO_ENDS, userActs(), END_WITHOUT_DECISION);
    }

    @Test
    void case_4_when_a_second_attempt_does_not_see_the_first_it_says_failed_of_a_finished_copy() {
        assertFinds(TWO_ENDS, NO_TROUBLE, HISTORY_OF_LAST_ATTEMPT_ONLY);
        assertFinds(FINISHED_DATABASE_DROPPED, NO_TROUBLE, HISTORY_OF_LAST_ATTEMPT_ONLY, OVERWRITE_BY_NAME);
    }

    @Test
    void case_4_when_a_fenced_conductor_accepts_the_record_nobody_says_the_end() {
        assertFinds(DEAD_END, new Bounds(3, 0, 1, 0, false, false, 2), FENCED_ACCEPTS);
    }

    // --- case 5: two conductors with one epoch

    @Test
    void case_5_when_the_epoch_is_the_delivery_count_an_older_conductor_passes_the_fence() {
        assertFinds(OLDER_LEADER_WROTE, NO_TROUBLE, EPOCH_FROM_DELIVERY_COUNT);
    }

    @Test
    void case_5_when_results_of_one_epoch_are_believed_a_copy_is_finished_that_is_not_complete() {
        assertFinds(FINISHED_IS_NOT_TRUE, movingSource(), EPOCH_FROM_DELIVERY_COUNT, DONE_BY_MESSAGE);
    }

    // --- what else the protocol must not be read as

    @Test
    void a_history_that_is_read_before_the_lock_leads_to_writes_after_the_end() {
        assertFinds(WRITTEN_AFTER_THE_END, NO_TROUBLE, HISTORY_BEFORE_LOCK);
    }

    @Test
    void an_end_that_is_announced_without_the_lock_and_counts_after_a_begin_is_followed_by_writes() {
        assertFinds(WRITTEN_AFTER_THE_END, failing(), END_WITHOUT_LOCK);
    }

    @Test
    void an_epoch_that_is_committed_before_its_begin_is_said_is_overtaken_by_such_an_end() {
        assertFinds(REGISTER_LEFT_BEHIND, failing(), BEGAN_AFTER_THE_COMMIT);
    }

    @Test
    void whoever_announces_such_an_end_and_does_not_read_it_again_may_leave_the_migration_to_nobody() {
        assertFinds(DEAD_END, new Bounds(2, 0, 1, 1, false, false, 2), UNLED_END_IS_NOT_READ_AGAIN);
    }

    @Test
    void attempts_with_one_epoch_mix_two_snapshots() {
        assertFinds(SNAPSHOTS_MIXED, movingSource(), ATTEMPTS_SHARE_AN_EPOCH);
    }

    @Test
    void an_epoch_that_was_not_seen_committed_and_is_kept_drops_a_finished_database() {
        assertFinds(
                FINISHED_DATABASE_DROPPED,
                new Bounds(2, 1, 0, 0, false, false, 1),
                ATTEMPTS_SHARE_AN_EPOCH,
                EPOCH_WITHOUT_RUN);
    }

    @Test
    void one_name_for_all_building_databases_lets_an_older_conductor_into_a_newer_one_s() {
        assertFinds(OLDER_LEADER_WROTE, NO_TROUBLE, ONE_BUILDING_NAME);
    }

    @Test
    void a_database_that_is_dropped_by_its_name_after_the_look_may_be_another_one() {
        assertFinds(FOREIGN_DATABASE_DROPPED, userActs(), LOOK_THEN_DROP_BY_NAME);
    }

    private static Bounds userActs() {
        return new Bounds(2, 0, 0, 0, true, false, 2);
    }

    private static Bounds failing() {
        return new Bounds(2, 0, 0, 1, false, false, 2);
    }

    private static Bounds movingSource() {
        return new Bounds(2, 0, 0, 1, false, false, 1);
    }

    private static void assertHolds(Bounds bounds, Kind... found) {
        assertHolds(bounds, Standby.State.NONE, found);
    }

    private static void assertHolds(Bounds bounds, Standby.State standby, Kind... found) {
        var model = new TakeOverModel(List.of(found), bounds, standby, Set.of());
        var outcome = new StateExplorer(model, MOST_STATES).explore();
        assertThat(outcome.traces()).as(outcome::report).isEmpty();
        assertThat(outcome.announced()).as(outcome::report).contains(End.FINISHED);
        assertThat(outcome.announced().contains(End.STOPPED)).isEqualTo(bounds.userActs());
        assertThat(outcome.states()).isGreaterThan(100_000);
    }

    private static void assertFinds(ProtocolViolation sought, Bounds bounds, OldRule... old) {
        assertFinds(sought, bounds, Standby.State.NONE, old);
    }

    private static void assertFinds(ProtocolViolation sought, Bounds bounds, Standby.State standby, OldRule... old) {
        var rules = EnumSet.noneOf(OldRule.class);
        rules.addAll(Arrays.asList(old));
        var model = new TakeOverModel(List.of(Kind.ABSENT, Kind.FOREIGN), bounds, standby, rules);
        var outcome = new StateExplorer(model, MOST_STATES).exploreUntil(Set.of(sought));
        assertThat(outcome.traces()).as(outcome::report).containsKey(sought);
    }
}
