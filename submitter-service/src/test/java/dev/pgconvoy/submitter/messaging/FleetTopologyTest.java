package dev.pgconvoy.submitter.messaging;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fleets.NAME;
import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static dev.pgconvoy.submitter.messaging.FleetStreams.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetActionRequested;
import dev.pgconvoy.event.FleetEvent.FleetChanged;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.event.FleetEvent.FleetStateRecorded;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.MigrationWindow;
import dev.pgconvoy.fleet.MigrationWindow.OnClose;
import dev.pgconvoy.fleet.OnFailure;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Substate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FleetTopologyTest {

    private final FleetStreams streams = new FleetStreams();

    @AfterEach
    void close() {
        streams.close();
    }

    @Test
    void a_plan_becomes_the_requests_that_somebody_could_have_made_by_hand() {
        streams.hear(
                plan(aServer("shop").build(), aServer("crm").needing("shop").build()));

        assertThat(streams.requests()).singleElement().satisfies(request -> {
            assertThat(request.id()).hasToString("new-shop/weekend.shop");
            assertThat(request.source().host()).isEqualTo("old-shop.example.org");
        });
    }

    @Test
    void what_is_applied_twice_is_acknowledged_and_nothing_else() {
        streams.hear(plan(aServer("shop").build()));
        streams.passes(Duration.ofSeconds(1));
        written();

        streams.hear(plan(aServer("shop").build()));
        streams.passes(Duration.ofSeconds(1));

        assertThat(written())
                .singleElement()
                .satisfies(
                        event -> assertThat(((FleetChanged) event).news()).isInstanceOf(FleetNews.PlanUnchanged.class));
    }

    @Test
    void one_server_that_is_edited_before_it_begins_is_the_only_one_that_changes() {
        var shop = aServer("shop").build();
        streams.hear(plan(shop, aServer("crm").needing("shop").build()));
        streams.news();

        streams.hear(plan(shop, aServer("crm").needing("shop").moving("crm").build()));

        assertThat(streams.news())
                .singleElement()
                .satisfies(one -> assertThat(
                                ((FleetNews.PlanAccepted) one).changes().changed())
                        .containsExactly("crm"));
    }

    @Test
    void a_killed_submitter_goes_on_where_it_was() {
        streams.hear(
                plan(aServer("shop").build(), aServer("crm").needing("shop").build()));
        var first = streams.requests().getFirst();

        streams.kill();
        streams.hear(succeeded(first));

        assertThat(streams.requests()).extracting(MigrationRequest::id).hasToString("[new-crm/weekend.crm]");
        streams.kill();
        streams.hear(succeeded(first));
        assertThat(streams.requests()).isEmpty();
    }

    @Test
    void a_pause_holds_back_and_a_cancellation_stops_what_runs() {
        streams.hear(
                plan(aServer("shop").build(), aServer("crm").needing("shop").build()));
        var first = streams.requests().getFirst();
        streams.hear(new FleetActionRequested(NAME, new FleetAction.Pause("")));
        streams.hear(succeeded(first));
        assertThat(streams.requests()).isEmpty();

        streams.hear(new FleetActionRequested(NAME, new FleetAction.Resume()));
        var second = streams.requests().getFirst();
        streams.hear(new FleetActionRequested(
                NAME, new FleetAction.Cancel(Optional.empty(), Optional.of("crm"), "not this weekend")));

        assertThat(streams.read(EventType.CANCEL_REQUESTED))
                .containsExactly(new CancelRequested(second.id(), "not this weekend"));
    }

    @Test
    void a_migration_says_that_a_fleet_asked_for_it_and_has_the_labels_of_its_server() throws Exception {
        streams.hear(plan(aServer("shop").labelled("region", "west").build()));

        var record = streams.records(EventType.MIGRATION_REQUESTED.topic()).getFirst();

        var said = EventCodec.read(EventType.MIGRATION_REQUESTED.topic(), record.headers(), record.value(), NOON)
                .of(MigrationEvent.MigrationRequested.class);
        assertThat(said.actor()).contains("fleet " + NAME);
        assertThat(said.data().request().labels()).containsExactly(Map.entry("region", "west"));
    }

    @Test
    void more_labels_than_a_migration_may_have_are_left_out() {
        var server = aServer("shop");
        IntStream.range(10, 40).forEach(number -> server.labelled("label" + number, "value"));

        streams.hear(plan(server.build()));

        assertThat(streams.requests().getFirst().labels())
                .hasSize(16)
                .containsKey("label25")
                .doesNotContainKey("label26");
    }

    @Test
    void the_state_is_published_within_a_second() {
        streams.hear(plan(aServer("shop").build()));
        streams.hear(succeeded(streams.requests().getFirst()));

        streams.passes(Duration.ofSeconds(1));

        assertThat(streams.read(EventType.FLEET_STATE_RECORDED))
                .extracting(event -> ((FleetStateRecorded) event).status().phase())
                .containsExactly(FleetPhase.SUCCEEDED);
    }

    @Test
    void a_window_opens_and_closes_though_nothing_else_happens() {
        streams.hear(new FleetRequested(
                inTheAfternoon(aServer("shop")
                        .overwriting()
                        .expected(Duration.ofMinutes(10))
                        .build()),
                false,
                false));
        assertThat(streams.requests()).isEmpty();

        streams.passes(Duration.ofHours(2));

        var shop = streams.requests().getFirst();
        streams.passes(Duration.ofHours(1));
        assertThat(streams.read(EventType.CANCEL_REQUESTED))
                .containsExactly(new CancelRequested(shop.id(), "its window has closed"));
    }

    @Test
    void a_window_that_has_opened_while_no_process_ran_is_seen() {
        streams.hear(new FleetRequested(
                inTheAfternoon(aServer("shop")
                        .overwriting()
                        .expected(Duration.ofMinutes(10))
                        .build()),
                false,
                false));

        streams.kill(FleetStreams.NOW.plus(Duration.ofMinutes(150)));
        streams.passes(Duration.ofSeconds(1));

        assertThat(streams.requests()).hasSize(1);
    }

    /// From two until three.
    private static Fleet inTheAfternoon(FleetServer server) {
        return inTheAfternoon(server, OnClose.CANCEL);
    }

    private static Fleet inTheAfternoon(FleetServer server, OnClose onClose) {
        var plain = aFleetOf(server);
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        plain.spec().defaults(),
                        plain.spec().servers(),
                        List.of(new Wave(
                                "all",
                                List.of(),
                                Collections.emptySortedMap(),
                                0,
                                Optional.empty(),
                                Optional.of("afternoon"),
                                List.of(),
                                OnFailure.DEFAULTS)),
                        plain.spec().limits(),
                        List.of(new MigrationWindow(
                                "afternoon", "0 14 * * *", ZoneOffset.UTC, Duration.ofHours(1), onClose)),
                        List.of()));
    }

    @Test
    void a_plan_with_faults_is_refused_with_their_places() {
        streams.hear(plan(aServer("shop").needing("nobody").build()));

        assertThat(streams.requests()).isEmpty();
        assertThat(streams.news())
                .singleElement()
                .satisfies(one -> assertThat(((FleetNews.PlanRefused) one).faults())
                        .singleElement()
                        .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/spec/servers/0/needs/0")));
    }

    @Test
    void a_plan_that_is_too_large_to_be_kept_is_refused_and_the_next_one_is_heard() {
        var databases = IntStream.range(0, 1_000)
                .mapToObj(i -> "%s%d".formatted("d".repeat(55), i))
                .toArray(String[]::new);
        var record = streams.record(plan(IntStream.range(0, 120)
                .mapToObj(i -> aServer("s" + i).moving(databases).build())
                .toArray(FleetServer[]::new)));
        streams.hear(record);

        assertThat(streams.requests()).isEmpty();
        assertThat(streams.changes()).singleElement().satisfies(answer -> {
            assertThat(answer.cause()).contains(header(record, "ce_id"));
            assertThat(((FleetNews.PlanRefused) answer.news()).faults())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.message())
                            .contains("bytes as JSON", "split its servers into several files"));
        });
        assertThat(streams.records(EventType.FLEET_REQUESTED.topic() + ".dlq")).hasSize(1);

        streams.hear(plan(aServer("shop").build()));
        assertThat(streams.requests()).hasSize(1);
    }

    /// All that was written since this was asked the last time.
    private List<Event> written() {
        return Stream.of(
                        EventType.MIGRATION_REQUESTED,
                        EventType.CANCEL_REQUESTED,
                        EventType.FLEET_CHANGED,
                        EventType.FLEET_STATE_RECORDED)
                .flatMap(type -> streams.read(type).stream())
                .toList();
    }

    private static FleetRequested plan(FleetServer... servers) {
        Fleet fleet = aFleetOf(servers);
        return new FleetRequested(fleet, false, false);
    }

    private static String header(ProducerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void a_plan_that_is_larger_than_any_event_is_refused() {
        var small = streams.record(plan(aServer("shop").build()));
        streams.hear(new ProducerRecord<>(
                small.topic(), null, small.key(), new byte[EventCodec.LARGEST_EVENT + 1], small.headers()));

        assertThat(streams.changes()).singleElement().satisfies(answer -> {
            assertThat(answer.cause()).contains(header(small, "ce_id"));
            assertThat(answer.news()).isInstanceOf(FleetNews.PlanRefused.class);
        });
    }

    @Test
    void a_plan_that_is_no_plan_is_refused() {
        var plan = streams.record(plan(aServer("shop").build()));
        streams.hear(new ProducerRecord<>(
                plan.topic(), null, plan.key(), "{\"flet\":1}".getBytes(StandardCharsets.UTF_8), plan.headers()));

        assertThat(streams.news()).singleElement().isInstanceOf(FleetNews.PlanRefused.class);
    }

    @Test
    void nothing_is_said_of_a_plan_whose_key_is_no_name_of_a_fleet() {
        var plan = streams.record(plan(aServer("shop").build()));
        streams.hear(new ProducerRecord<>(
                plan.topic(), null, "no name\n", "{\"flet\":1}".getBytes(StandardCharsets.UTF_8), plan.headers()));

        assertThat(streams.news()).isEmpty();
    }

    @Test
    void an_answer_repeats_the_id_of_what_it_answers() {
        var plan = streams.record(plan(aServer("shop").build()));
        streams.hear(plan);
        assertThat(streams.changes().getFirst().cause()).contains(header(plan, "ce_id"));

        var pause = streams.record(new FleetActionRequested(NAME, new FleetAction.Pause("")));
        streams.hear(pause);

        assertThat(streams.changes().getFirst().cause()).contains(header(pause, "ce_id"));
    }

    @Test
    void what_is_made_against_an_earlier_revision_is_refused() {
        streams.hear(plan(aServer("shop").build()));
        streams.news();

        streams.hear(new FleetRequested(
                aFleetOf(aServer("shop").build(), aServer("crm").build()), false, false, Optional.of(0L)));

        assertThat(streams.news()).singleElement().isInstanceOf(FleetNews.PlanRefused.class);
        assertThat(streams.requests()).hasSize(1);
    }

    @Test
    void a_migration_that_somebody_has_made_by_hand_is_not_taken_for_that_of_a_server() {
        var byHand = new FleetRequests(aFleetOf(aServer("shop").build()))
                .migration(aServer("shop").build(), 1);
        streams.hear(new StateRecorded(FleetStreams.ended(byHand, MigrationState.SUCCEEDED, Substate.COMPLETED)));

        streams.kill();
        streams.hear(plan(aServer("shop").build()));

        assertThat(streams.requests()).isEmpty();
        assertThat(streams.news())
                .filteredOn(news -> news instanceof FleetNews.ServerChanged(var _, var phase, var _, var _)
                        && phase == ServerPhase.FAILED)
                .singleElement()
                .satisfies(news -> assertThat(((FleetNews.ServerChanged) news).reason())
                        .hasValueSatisfying(reason -> assertThat(reason)
                                .contains("new-shop/weekend.shop was used before", "fleet retry shop")));
    }

    @Test
    void an_id_that_the_monitor_has_forgotten_is_free_again() {
        var byHand = new FleetRequests(aFleetOf(aServer("shop").build()))
                .migration(aServer("shop").build(), 1);
        streams.hear(new StateRecorded(FleetStreams.ended(byHand, MigrationState.SUCCEEDED, Substate.COMPLETED)));
        streams.hear(streams.tombstone(EventType.STATE_RECORDED, byHand.id().toString()));

        streams.hear(plan(aServer("shop").build()));

        assertThat(streams.requests()).hasSize(1);
        assertThat(streams.records(EventType.STATE_RECORDED.topic() + ".dlq")).isEmpty();
    }

    @Test
    void what_somebody_outside_says_of_an_id_is_a_dead_letter() {
        streams.hear(new ProducerRecord<>(EventType.STATE_RECORDED.topic(), "new-shop/weekend.shop", null));

        assertThat(streams.records(EventType.STATE_RECORDED.topic() + ".dlq")).hasSize(1);
    }

    @Test
    void a_fleet_that_is_deleted_leaves_nothing_behind() {
        streams.hear(plan(aServer("shop").build()));
        streams.hear(succeeded(streams.requests().getFirst()));
        streams.passes(Duration.ofSeconds(1));
        assertThat(streams.storedKeys()).anyMatch(key -> key.startsWith("plan/"));
        streams.records(EventType.FLEET_STATE_RECORDED.topic());

        streams.hear(new FleetActionRequested(NAME, new FleetAction.Delete()));
        streams.passes(Duration.ofSeconds(1));

        assertThat(streams.storedKeys()).allMatch(key -> key.startsWith("id/"));
        assertThat(streams.news()).last().isEqualTo(new FleetNews.ActionTaken(new FleetAction.Delete()));
        for (var type : List.of(EventType.FLEET_STATE_RECORDED, EventType.FLEET_REQUESTED)) {
            assertThat(streams.records(type.topic())).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo(NAME);
                assertThat(record.value()).isNull();
            });
            assertThat(streams.records(type.topic() + ".dlq")).isEmpty();
        }
        streams.kill();
        streams.passes(Duration.ofSeconds(1));
        assertThat(streams.records(EventType.FLEET_STATE_RECORDED.topic())).isEmpty();
    }

    @Test
    void a_server_that_is_removed_before_it_begins_is_forgotten() {
        streams.hear(
                plan(aServer("shop").build(), aServer("crm").needing("shop").build()));
        assertThat(streams.storedKeys()).contains("server/weekend/crm");

        streams.hear(new FleetRequested(aFleetOf(aServer("shop").build()), false, true));

        assertThat(streams.storedKeys()).contains("server/weekend/shop").doesNotContain("server/weekend/crm");
        streams.kill();
        streams.passes(Duration.ofSeconds(1));
        assertThat(streams.read(EventType.FLEET_STATE_RECORDED))
                .last()
                .satisfies(event -> assertThat(
                                ((FleetStateRecorded) event).status().servers())
                        .singleElement()
                        .satisfies(server -> assertThat(server.server()).isEqualTo("shop")));
    }

    @Test
    void time_does_not_go_back_for_a_process_whose_clock_is_slow() {
        streams.passes(Duration.ofHours(1));
        streams.hear(plan(aServer("shop").build()));

        streams.kill(FleetStreams.NOW);
        streams.hear(new FleetActionRequested(NAME, new FleetAction.Pause("")));
        streams.passes(Duration.ofSeconds(1));

        assertThat(streams.read(EventType.FLEET_STATE_RECORDED))
                .last()
                .satisfies(event -> assertThat(
                                ((FleetStateRecorded) event).status().changedAt())
                        .isEqualTo(FleetStreams.NOW.plus(Duration.ofHours(1))));
    }

    @Test
    void a_fleet_that_was_deleted_can_be_applied_again() {
        streams.hear(plan(aServer("shop").build()));
        streams.hear(succeeded(streams.requests().getFirst()));
        streams.hear(new FleetActionRequested(NAME, new FleetAction.Delete()));
        streams.hear(plan(aServer("shop").build()));
        assertThat(streams.requests()).isEmpty();

        streams.hear(new FleetActionRequested(NAME, new FleetAction.Retry(Optional.empty(), Optional.empty())));

        assertThat(streams.requests())
                .extracting(MigrationRequest::id)
                .hasToString("[new-shop/weekend.shop.attempt-2]");
    }

    @Test
    void what_runs_keeps_a_fleet_from_being_deleted() {
        streams.hear(plan(aServer("shop").build()));
        streams.news();

        streams.hear(new FleetActionRequested(NAME, new FleetAction.Delete()));

        assertThat(streams.news()).singleElement().isInstanceOf(FleetNews.ActionRefused.class);
        assertThat(streams.storedKeys()).contains("plan/" + NAME);
    }

    @Test
    void what_runs_is_replaced_when_it_has_stopped_and_what_is_gone_is_removed() {
        streams.hear(plan(aServer("shop").build(), aServer("crm").build()));
        var shop = streams.requests().stream()
                .filter(request -> request.id().name().equals("weekend.shop"))
                .findFirst()
                .orElseThrow();

        streams.hear(new FleetRequested(aFleetOf(aServer("shop").moving("shop").build()), true, true));
        assertThat(streams.read(EventType.CANCEL_REQUESTED)).hasSize(2);
        streams.hear(FleetStreams.cancelled(shop));

        assertThat(streams.requests()).singleElement().satisfies(anew -> {
            assertThat(anew.id()).hasToString("new-shop/weekend.shop.attempt-2");
            assertThat(anew.databases()).containsExactly("shop");
        });
    }

    @Test
    void what_has_failed_begins_again_when_somebody_asks() {
        streams.hear(plan(aServer("shop").build()));
        streams.hear(new MigrationCompleted(
                FleetStreams.ended(streams.requests().getFirst(), MigrationState.FAILED, Substate.COMPLETED)));
        assertThat(streams.requests()).isEmpty();

        streams.hear(new FleetActionRequested(NAME, new FleetAction.Retry(Optional.empty(), Optional.of("shop"))));

        assertThat(streams.requests())
                .extracting(MigrationRequest::id)
                .hasToString("[new-shop/weekend.shop.attempt-2]");
    }

    @ParameterizedTest
    @EnumSource(OnClose.class)
    void a_window_that_closes_cancels_what_runs_only_where_the_plan_says_so(OnClose onClose) {
        streams.hear(new FleetRequested(
                inTheAfternoon(
                        aServer("shop")
                                .overwriting()
                                .expected(Duration.ofMinutes(10))
                                .build(),
                        onClose),
                false,
                false));
        streams.passes(Duration.ofHours(2));
        var shop = streams.requests().getFirst();

        streams.passes(Duration.ofHours(1));

        if (onClose != OnClose.CANCEL) {
            assertThat(streams.read(EventType.CANCEL_REQUESTED)).isEmpty();
            return;
        }
        assertThat(streams.read(EventType.CANCEL_REQUESTED)).hasSize(1);
        streams.hear(FleetStreams.cancelled(shop));
        assertThat(streams.requests()).isEmpty();
        streams.passes(Duration.ofHours(23));
        assertThat(streams.requests()).hasSize(1);
    }

    @Test
    void what_would_not_end_before_the_window_closes_waits_for_the_next_one() {
        streams.hear(new FleetRequested(
                inTheAfternoon(aServer("shop").expected(Duration.ofMinutes(50)).build(), OnClose.DRAIN), false, false));
        streams.hear(new FleetActionRequested(NAME, new FleetAction.Pause("")));
        streams.passes(Duration.ofMinutes(140));

        streams.hear(new FleetActionRequested(NAME, new FleetAction.Resume()));
        assertThat(streams.requests()).isEmpty();
        streams.passes(Duration.ofMinutes(1_420));

        assertThat(streams.requests()).hasSize(1);
    }
}
