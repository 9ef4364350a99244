package dev.pgconvoy.monitor.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.event.TraceContext;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.monitor.MigrationSamples;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FoldTopologyTest {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final MigrationSamples move = new MigrationSamples("orders/move-1");
    private final FoldDriver fold = new FoldDriver();

    @AfterEach
    void close() {
        fold.close();
    }

    @Test
    void a_whole_migration_passes_through_its_substates_without_a_gap_in_revisions() {
        wholeMigration();

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED))
                .extracting(MigrationStatus::substate)
                .containsExactly(
                        Substate.PERFORMING_PRE_REQUISITE_STEPS,
                        Substate.VALIDATION_IN_PROGRESS,
                        Substate.WAITING_FOR_DATA_MIGRATION_SCHEDULING,
                        Substate.MIGRATING_DATA,
                        Substate.MIGRATING_DATA,
                        Substate.COMPLETING_MIGRATION,
                        Substate.COMPLETED);
        var states = fold.statuses(EventType.STATE_RECORDED);
        assertThat(states)
                .extracting(MigrationStatus::revision)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 7).boxed().toList());
        assertThat(states.getLast().report()).contains(MigrationSamples.report(3));
        assertThat(fold.statuses(EventType.MIGRATION_COMPLETED)).containsExactly(states.getLast());
        assertThat(fold.statuses(EventType.MIGRATION_CANCELLED)).isEmpty();
    }

    @Test
    void only_the_brief_status_is_repeated_with_each_change() {
        wholeMigration();

        assertThat(fold.statuses(EventType.SUBSTATE_CHANGED).getLast().report()).isEmpty();
    }

    @Test
    void the_same_facts_again_announce_nothing() {
        wholeMigration();
        Stream.of(EventType.STATE_RECORDED, EventType.SUBSTATE_CHANGED, EventType.MIGRATION_COMPLETED)
                .forEach(fold::envelopes);

        wholeMigration();

        assertThat(fold.envelopes(EventType.STATE_RECORDED)).isEmpty();
        assertThat(fold.envelopes(EventType.SUBSTATE_CHANGED)).isEmpty();
        assertThat(fold.envelopes(EventType.MIGRATION_COMPLETED)).isEmpty();
    }

    @Test
    void an_announcement_is_named_after_its_migration_and_revision_and_kind() {
        fold.send(move.requested());

        var state = fold.envelopes(EventType.STATE_RECORDED).getFirst();
        var changed = fold.envelopes(EventType.SUBSTATE_CHANGED).getFirst();
        assertThat(List.of(state, changed)).extracting(Envelope::eventId).containsOnly("orders/move-1:1");
        assertThat(state.source()).isEqualTo("/pgconvoy/monitor/state");
        assertThat(changed.source()).isEqualTo("/pgconvoy/monitor/substate-changed");
        assertThat(state.time()).isEqualTo(MigrationSamples.T0.plusSeconds(1));
    }

    @Test
    void the_trace_of_a_fact_goes_on_in_what_it_leads_to() {
        fold.send(move.requested(), Optional.of(TRACE));

        assertThat(fold.envelopes(EventType.SUBSTATE_CHANGED).getFirst().traceparent())
                .contains(TRACE);
    }

    @Test
    void what_others_say_and_ask_later_stays_in_the_trace_of_the_request() {
        fold.send(move.requested(), Optional.of(TRACE));
        fold.send(move.validated(), Optional.empty());
        fold.send(move.cancelRequested(), Optional.of("00-11111111111111111111111111111111-2222222222222222-01"));

        assertThat(fold.envelopes(EventType.STATE_RECORDED))
                .hasSizeGreaterThan(2)
                .allSatisfy(said -> assertThat(said.traceparent()).contains(TRACE));
    }

    @Test
    void a_migration_whose_request_had_no_trace_has_one() {
        fold.sendWithoutTrace(move.requested());

        var request = move.request();
        assertThat(fold.envelopes(EventType.SUBSTATE_CHANGED).getFirst().traceparent())
                .contains(TraceContext.of(request.id(), RequestHash.of(request)));
    }

    @Test
    void a_cancelled_migration_is_announced_only_when_everything_has_stopped() {
        fold.send(move.requested(), move.validated(), move.began(), move.cancelRequested());
        assertThat(fold.envelopes(EventType.MIGRATION_CANCELLED)).isEmpty();

        fold.send(move.observed(new Observation.Stopped(1, List.of("orders"))));

        var cancelled = fold.statuses(EventType.MIGRATION_CANCELLED);
        assertThat(cancelled).extracting(MigrationStatus::state).containsExactly(MigrationState.CANCELED);
        assertThat(cancelled.getFirst().databasesToDrop()).containsExactly("orders");
    }

    @Test
    void an_end_is_announced_once_whichever_conductor_says_it() {
        fold.send(move.requested(), move.validated(), move.began());
        fold.send(move.observed(new Observation.MigrationBegan(2, "worker-2")));

        fold.send(move.finished(3), move.observed(new Observation.Finished(2, MigrationSamples.report(3))));
        fold.send(move.observed(new Observation.Stopped(2, List.of("orders"))));

        assertThat(fold.statuses(EventType.MIGRATION_COMPLETED))
                .extracting(MigrationStatus::state)
                .containsExactly(MigrationState.SUCCEEDED);
        assertThat(fold.envelopes(EventType.MIGRATION_CANCELLED)).isEmpty();
    }

    @Test
    void a_failure_is_announced_with_what_it_leaves_and_shows_which_request_it_was() {
        fold.send(move.requested(), move.validated(), move.began());

        fold.send(move.observed(new Observation.Failed(1, Fixtures.aFailure(), Optional.empty(), List.of("orders"))));

        assertThat(fold.statuses(EventType.MIGRATION_COMPLETED)).singleElement().satisfies(failed -> {
            assertThat(failed.databasesToDrop()).containsExactly("orders");
            assertThat(failed.requestHash()).isEqualTo(RequestHash.of(move.request()));
        });
    }

    @Test
    void no_announcement_carries_a_password_not_even_a_sealed_one() {
        wholeMigration();

        for (var topic : List.of("migration.state", "migration.substate-changed", "migration.completed")) {
            assertThat(fold.records(topic))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                            .contains("source.example")
                            .doesNotContain("sealed:", "c2VhbGVk", "TARGET_PASSWORD"));
        }
    }

    @Test
    void the_same_request_is_recognised_although_its_passwords_are_not_published() {
        fold.send(move.requested(), move.requested());

        assertThat(fold.statuses(EventType.STATE_RECORDED)).hasSize(1);
        assertThat(fold.deadLetters(EventType.MIGRATION_REQUESTED)).isEmpty();
    }

    @Test
    void the_store_keeps_no_report() {
        wholeMigration();

        var stored = fold.driver
                .<String, byte[]>getKeyValueStore(FoldTopology.MIGRATIONS)
                .get("orders/move-1");
        assertThat(new String(stored, StandardCharsets.UTF_8))
                .contains("succeeded")
                .doesNotContain("table_00001");
    }

    @Test
    void facts_and_announcements_are_counted() {
        wholeMigration();

        assertThat(fold.counted("pgconvoy.facts", "topic", "migration.observed"))
                .isEqualTo(5);
        assertThat(fold.counted("pgconvoy.announcements", "type", "migration.substate-changed"))
                .isEqualTo(7);
        assertThat(fold.counted("pgconvoy.announcements", "type", "migration.completed"))
                .isEqualTo(1);
    }

    private void wholeMigration() {
        fold.send(
                move.requested(),
                move.observed(new Observation.ValidationBegan()),
                move.validated(),
                move.submitted(),
                move.began(),
                move.progressed(10),
                move.observed(new Observation.CompletionBegan(1)),
                move.finished(3));
    }
}
