package dev.pgconvoy.submitter.messaging;

import static dev.pgconvoy.fixture.Fleets.NAME;
import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetActionRequested;
import dev.pgconvoy.event.FleetEvent.FleetChanged;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.event.FleetEvent.FleetStateRecorded;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.MigrationWindow;
import dev.pgconvoy.fleet.MigrationWindow.OnClose;
import dev.pgconvoy.fleet.OnFailure;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.submitter.application.AdmitMigrations;
import dev.pgconvoy.submitter.application.WorkersExecutor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetTopologyTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final EventCodec theirs = new EventCodec("/pgconvoy/test", () -> NOW, SharedSealKey.mac());
    private TopologyTestDriver streams = start(NOW);

    private static TopologyTestDriver start(Instant now) {
        return new TopologyTestDriver(
                AdmissionTopology.build(
                        new AdmitMigrations(100, List.of(new WorkersExecutor())),
                        SchedulerSettings.DEFAULTS,
                        SharedSealKey.reader(),
                        new EventCodec("/pgconvoy/submitter", () -> NOW, SharedSealKey.mac()),
                        new SimpleMeterRegistry(),
                        new LoopWatch(),
                        Duration.ofDays(90)),
                new Properties(),
                now);
    }

    @AfterEach
    void close() {
        streams.close();
    }

    /// The process dies; another one has what was stored.
    private void kill() {
        kill(NOW);
    }

    private void kill(Instant next) {
        var kept = new ArrayList<KeyValue<String, byte[]>>();
        try (var all = store().all()) {
            all.forEachRemaining(kept::add);
        }
        streams.close();
        streams = start(next);
        kept.forEach(entry -> store().put(entry.key, entry.value));
    }

    private KeyValueStore<String, byte[]> store() {
        return streams.getKeyValueStore(FleetStore.NAME);
    }

    @Test
    void a_plan_becomes_the_requests_that_somebody_could_have_made_by_hand() {
        hear(plan(aServer("shop").build(), aServer("crm").needing("shop").build()));

        assertThat(requests()).singleElement().satisfies(request -> {
            assertThat(request.id()).hasToString("new-shop/weekend.shop");
            assertThat(request.source().host()).isEqualTo("old-shop.example.org");
        });
    }

    @Test
    void what_is_applied_twice_is_acknowledged_and_nothing_else() {
        hear(plan(aServer("shop").build()));
        requests();
        news();

        hear(plan(aServer("shop").build()));

        assertThat(requests()).isEmpty();
        assertThat(news()).singleElement().isInstanceOf(FleetNews.PlanUnchanged.class);
    }

    @Test
    void one_server_that_is_edited_before_it_begins_is_the_only_one_that_changes() {
        var shop = aServer("shop").build();
        hear(plan(shop, aServer("crm").needing("shop").build()));
        news();

        hear(plan(shop, aServer("crm").needing("shop").moving("crm").build()));

        assertThat(news())
                .singleElement()
                .satisfies(one -> assertThat(
                                ((FleetNews.PlanAccepted) one).changes().changed())
                        .containsExactly("crm"));
    }

    @Test
    void a_killed_submitter_goes_on_where_it_was() {
        hear(plan(aServer("shop").build(), aServer("crm").needing("shop").build()));
        var first = requests().getFirst();

        kill();
        hear(succeeded(first));

        assertThat(requests()).extracting(MigrationRequest::id).hasToString("[new-crm/weekend.crm]");
        kill();
        hear(succeeded(first));
        assertThat(requests()).isEmpty();
    }

    @Test
    void a_pause_holds_back_and_a_cancellation_stops_what_runs() {
        hear(plan(aServer("shop").build(), aServer("crm").needing("shop").build()));
        var first = requests().getFirst();
        hear(new FleetActionRequested(NAME, new FleetAction.Pause("")));
        hear(succeeded(first));
        assertThat(requests()).isEmpty();

        hear(new FleetActionRequested(NAME, new FleetAction.Resume()));
        var second = requests().getFirst();
        hear(new FleetActionRequested(
                NAME, new FleetAction.Cancel(Optional.empty(), Optional.of("crm"), "not this weekend")));

        assertThat(read(EventType.CANCEL_REQUESTED))
                .containsExactly(new CancelRequested(second.id(), "not this weekend"));
    }

    @Test
    void the_state_is_published_within_a_second() {
        hear(plan(aServer("shop").build()));
        hear(succeeded(requests().getFirst()));

        streams.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(read(EventType.FLEET_STATE_RECORDED))
                .extracting(event -> ((FleetStateRecorded) event).status().phase())
                .containsExactly(FleetPhase.SUCCEEDED);
    }

    @Test
    void a_window_opens_and_closes_though_nothing_else_happens() {
        hear(new FleetRequested(
                inTheAfternoon(aServer("shop")
                        .overwriting()
                        .expected(Duration.ofMinutes(10))
                        .build()),
                false,
                false));
        assertThat(requests()).isEmpty();

        streams.advanceWallClockTime(Duration.ofHours(2));

        var shop = requests().getFirst();
        streams.advanceWallClockTime(Duration.ofHours(1));
        assertThat(read(EventType.CANCEL_REQUESTED))
                .containsExactly(new CancelRequested(shop.id(), "its window has closed"));
    }

    @Test
    void a_window_that_has_opened_while_no_process_ran_is_seen() {
        hear(new FleetRequested(
                inTheAfternoon(aServer("shop")
                        .overwriting()
                        .expected(Duration.ofMinutes(10))
                        .build()),
                false,
                false));

        kill(NOW.plus(Duration.ofMinutes(150)));
        streams.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(requests()).hasSize(1);
    }

    /// From two until three.
    private static Fleet inTheAfternoon(FleetServer server) {
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
                                "afternoon", "0 14 * * *", ZoneOffset.UTC, Duration.ofHours(1), OnClose.CANCEL)),
                        List.of()));
    }

    @Test
    void a_plan_with_faults_is_refused_with_their_places() {
        hear(plan(aServer("shop").needing("nobody").build()));

        assertThat(requests()).isEmpty();
        assertThat(news())
                .singleElement()
                .satisfies(one -> assertThat(((FleetNews.PlanRefused) one).faults())
                        .singleElement()
                        .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/spec/servers/0/needs/0")));
    }

    @Test
    void a_plan_that_is_too_large_to_be_kept_is_a_dead_letter_and_the_next_one_is_heard() {
        var databases = IntStream.range(0, 1_000)
                .mapToObj(i -> "%s%d".formatted("d".repeat(55), i))
                .toArray(String[]::new);
        hear(plan(IntStream.range(0, 120)
                .mapToObj(i -> aServer("s" + i).moving(databases).build())
                .toArray(FleetServer[]::new)));

        assertThat(requests()).isEmpty();
        assertThat(streams.createOutputTopic(
                                EventType.FLEET_REQUESTED.topic() + ".dlq",
                                new StringDeserializer(),
                                new ByteArrayDeserializer())
                        .readRecordsToList())
                .hasSize(1);

        hear(plan(aServer("shop").build()));
        assertThat(requests()).hasSize(1);
    }

    private static FleetRequested plan(FleetServer... servers) {
        Fleet fleet = aFleetOf(servers);
        return new FleetRequested(fleet, false, false);
    }

    private static MigrationCompleted succeeded(MigrationRequest request) {
        return new MigrationCompleted(new MigrationStatus(
                request.id(),
                9,
                MigrationState.SUCCEEDED,
                Substate.COMPLETED,
                request,
                RequestHash.of(request),
                NOW,
                NOW,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private void hear(Event event) {
        var record = theirs.record(event, Optional.empty());
        streams.createInputTopic(record.topic(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(record.key(), record.value(), record.headers(), NOW));
    }

    private List<MigrationRequest> requests() {
        return read(EventType.MIGRATION_REQUESTED).stream()
                .map(event -> ((MigrationRequested) event).request())
                .toList();
    }

    private List<FleetNews> news() {
        return read(EventType.FLEET_CHANGED).stream()
                .map(event -> ((FleetChanged) event).news())
                .toList();
    }

    private List<Event> read(EventType type) {
        return streams
                .createOutputTopic(type.topic(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> event(type, record))
                .toList();
    }

    private static Event event(EventType type, TestRecord<String, byte[]> record) {
        try {
            return SharedSealKey.reader()
                    .readKeyed(type.topic(), record.key(), record.headers(), record.value(), NOW)
                    .data();
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }
}
