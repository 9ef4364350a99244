package dev.pgconvoy.monitor.fleets;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetActionRequested;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.event.FleetEvent.FleetStateRecorded;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.Fleets;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSettings;
import dev.pgconvoy.fleet.schedule.PlanDiff;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.monitor.api.Problem;
import dev.pgconvoy.monitor.view.KeptTopic;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import dev.pgconvoy.monitor.webhook.AllowedHosts;
import dev.pgconvoy.monitor.webhook.AllowedReceivers;
import dev.pgconvoy.secret.SealKey;
import jakarta.ws.rs.WebApplicationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetsResourceTest {

    private final EventCodec codec = new EventCodec("/test", () -> Fixtures.NOON);
    private final List<Event> published = new ArrayList<>();
    private final List<String> actors = new ArrayList<>();

    @TempDir
    Path folder;

    private Optional<String> caller = Optional.empty();
    private KnownFleets fleets;
    private RecordMac mac;
    private PlacedPlans plans;
    private FleetsResource resource;
    private final Map<Long, ConsumerRecord<String, byte[]>> stored = new HashMap<>();

    @BeforeEach
    void know_a_fleet() {
        mac = RecordMac.of(SealKey.create(folder.resolve("key")));
        fleets = new KnownFleets(new EventReader(mac));
        plans = new PlacedPlans((_, place) -> Optional.ofNullable(stored.get(place.offset())), new EventReader(mac));
        resource = new FleetsResource(
                fleets,
                new PlannedSchedules(plans, new KnownMigrations()),
                (event, actor, _) -> {
                    published.add(event);
                    actors.add(actor);
                    return "event-" + published.size();
                },
                () -> caller,
                new AllowedReceivers(
                        Map.of("hooks", new AllowedHosts(List.of("hooks.example.org"), "env:HOOKS")), false));
        var record = codec.record(
                new FleetStateRecorded(new FleetStatus(
                        Fleets.NAME,
                        3,
                        FleetPhase.RUNNING,
                        Fixtures.NOON,
                        Fixtures.NOON,
                        Optional.empty(),
                        List.of(),
                        List.of())),
                Optional.empty());
        fleets.take(incoming(mac.signed(record)));
        var forged = codec.record(
                new FleetStateRecorded(new FleetStatus(
                        "forged",
                        3,
                        FleetPhase.RUNNING,
                        Fixtures.NOON,
                        Fixtures.NOON,
                        Optional.empty(),
                        List.of(),
                        List.of())),
                Optional.empty());
        fleets.take(incoming(forged));
    }

    private static ConsumerRecord<String, byte[]> incoming(ProducerRecord<String, byte[]> sent) {
        var record = new ConsumerRecord<>(sent.topic(), 0, 0L, sent.key(), sent.value());
        sent.headers().forEach(record.headers()::add);
        return record;
    }

    private static byte[] json(Object value) {
        return EventJson.write(value);
    }

    private Problem refusal(ThrowingCallable call) {
        var refused = catchThrowableOfType(WebApplicationException.class, call);
        return (Problem) refused.getResponse().getEntity();
    }

    @Test
    void what_is_ours_is_listed_and_shown() {
        assertThat(resource.list(null).getEntity()).isInstanceOfSatisfying(FleetList.class, list -> {
            assertThat(list.total()).isEqualTo(1);
            assertThat(list.fleets())
                    .singleElement()
                    .satisfies(row -> assertThat(row.fleet()).isEqualTo(Fleets.NAME));
        });
        assertThat(resource.show(Fleets.NAME).getEntity()).isInstanceOf(FleetStatus.class);
        assertThat(refusal(() -> resource.show("forged")).status()).isEqualTo(404);
    }

    @Test
    void a_plan_is_published() {
        var plan = new FleetRequested(Fleets.aFleetOf(Fleets.aServer("shop").build()), true, false);

        var answer = resource.apply(json(plan), null);

        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(answer.getEntity()).isEqualTo(new AcceptedRequest("event-1"));
        assertThat(published).containsExactly(plan);
    }

    @Test
    void a_plan_may_name_receivers_that_the_configuration_allows() {
        var plan = new FleetRequested(Fleets.aFleetOf(Fleets.aServer("shop").build()), true, false);
        var told = new String(json(plan), StandardCharsets.UTF_8)
                .replaceFirst(
                        "\"options\":\\{}",
                        "\"options\":{\"notifications\":[{\"url\":\"https://hooks.example.org/\"}]}");
        var elsewhere = told.replace("hooks.example.org", "127.0.0.1");

        var problem = refusal(() -> resource.apply(elsewhere.getBytes(StandardCharsets.UTF_8), null));
        assertThat(problem.detail()).contains("127.0.0.1:443 is not allowed");
        assertThat(problem.field()).matches("/spec/(defaults|servers/0)/options/notifications");
        assertThat(published).isEmpty();

        assertThat(resource.apply(told.getBytes(StandardCharsets.UTF_8), null).getStatus())
                .isEqualTo(202);
    }

    @Test
    void a_plan_with_a_misspelt_key_is_refused() {
        var text = new String(
                        json(new FleetRequested(Fleets.aFleetWithEverything(), true, false)), StandardCharsets.UTF_8)
                .replaceFirst("\"servers\":", "\"serverss\":");

        var problem = refusal(() -> resource.apply(text.getBytes(StandardCharsets.UTF_8), null));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.field()).startsWith("$.fleet.spec");
        assertThat(published).isEmpty();
    }

    @Test
    void what_two_parts_of_a_plan_say_together_is_looked_at() {
        var text = new String(
                        json(new FleetRequested(Fleets.aFleetWithEverything(), true, false)), StandardCharsets.UTF_8)
                .replaceFirst("\"window\":\"[^\"]*\"", "\"window\":\"nobodys\"");

        assertThat(refusal(() -> resource.apply(text.getBytes(StandardCharsets.UTF_8), null))
                        .detail())
                .contains("nobodys");
    }

    @Test
    void who_approves_is_the_caller_where_one_is_known() {
        var claimed = new FleetAction.Approve("rest", "dba", "somebody else", "looks good");

        resource.act(Fleets.NAME, json(claimed), null, null);
        caller = Optional.of("op-1");
        resource.act(Fleets.NAME, json(claimed), null, null);

        assertThat(published)
                .containsExactly(
                        new FleetActionRequested(Fleets.NAME, claimed),
                        new FleetActionRequested(
                                Fleets.NAME, new FleetAction.Approve("rest", "dba", "op-1", "looks good")));
    }

    @Test
    void every_action_says_who_asked_for_it() {
        caller = Optional.of("op-1");

        resource.apply(
                json(new FleetRequested(Fleets.aFleetOf(Fleets.aServer("shop").build()), true, false)), null);
        for (var action : List.of(
                new FleetAction.Pause("lunch"),
                new FleetAction.Resume(),
                new FleetAction.Retry(Optional.empty(), Optional.of("shop")),
                new FleetAction.Cancel(Optional.empty(), Optional.of("shop"), "no window"))) {
            resource.act(Fleets.NAME, json(action), null, null);
        }
        caller = Optional.empty();
        resource.delete(Fleets.NAME, null, null);

        assertThat(actors).containsExactly("op-1", "op-1", "op-1", "op-1", "op-1", "local");
    }

    @Test
    void an_action_is_published_for_a_fleet_that_is_known() {
        var action = new FleetAction.Pause("lunch");

        assertThat(resource.act(Fleets.NAME, json(action), null, null).getStatus())
                .isEqualTo(202);
        assertThat(published).containsExactly(new FleetActionRequested(Fleets.NAME, action));
        assertThat(refusal(() -> resource.act("other", json(action), null, null))
                        .status())
                .isEqualTo(404);
        assertThat(refusal(() -> resource.act(
                                Fleets.NAME, "{\"kind\":\"paus\"}".getBytes(StandardCharsets.UTF_8), null, null))
                        .status())
                .isEqualTo(400);
        assertThat(refusal(() -> resource.act(Fleets.NAME, "null".getBytes(StandardCharsets.UTF_8), null, null))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_fleet_is_deleted_only_as_long_as_it_has_the_revision_that_was_looked_at() {
        var answer = resource.delete(Fleets.NAME, "3", null);

        assertThat(answer.getEntity()).isEqualTo(new AcceptedRequest("event-1"));
        assertThat(published)
                .containsExactly(new FleetActionRequested(Fleets.NAME, new FleetAction.Delete(), Optional.of(3L)));
        assertThat(refusal(() -> resource.delete(Fleets.NAME, "three", null)).field())
                .isEqualTo("ifRevision");
    }

    @Test
    void a_fleet_is_not_deleted_by_an_action_which_an_operator_may_send() {
        assertThat(refusal(() -> resource.act(Fleets.NAME, json(new FleetAction.Delete()), null, null))
                        .detail())
                .contains("role admin");
        assertThat(published).isEmpty();
    }

    @Test
    void a_plan_that_is_too_large_is_refused_before_it_is_sent() {
        var databases = IntStream.range(0, 1_000)
                .mapToObj(i -> "%s%d".formatted("d".repeat(55), i))
                .toArray(String[]::new);
        var plan = new FleetRequested(
                Fleets.aFleetOf(IntStream.range(0, 120)
                        .mapToObj(i -> Fleets.aServer("s" + i).moving(databases).build())
                        .toArray(FleetServer[]::new)),
                false,
                false);

        assertThat(refusal(() -> resource.apply(json(plan), null)).detail())
                .contains("split its servers into several files");
        assertThat(published).isEmpty();
    }

    /// As it is on the topic, and applied with nothing begun.
    private void apply(Fleet plan) {
        var diff = new PlanDiff(RequestHash::of);
        var servers = plan.spec().servers().stream()
                .map(server -> new ServerStatus(
                        server.name(),
                        Optional.of("all"),
                        ServerPhase.WAITING,
                        diff.contentHash(plan, server),
                        Optional.of(FleetSettings.hash(plan.spec(), server)),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
        say(
                new FleetStateRecorded(new FleetStatus(
                        plan.name(),
                        4,
                        FleetPhase.RUNNING,
                        Fixtures.NOON,
                        Fixtures.NOON,
                        Optional.of(FleetSettings.hash(plan.spec())),
                        List.of(),
                        servers)),
                fleets);
    }

    private void say(Event event, KeptTopic topic) {
        var sent = codec.record(event, Optional.empty());
        var record = incoming(EventType.isAnybodys(sent.topic()) ? sent : mac.signed(sent));
        if (topic == plans) {
            stored.put(record.offset(), record);
        }
        topic.take(record);
    }

    private PlannedSchedule planned() {
        return (PlannedSchedule) resource.planned(Fleets.NAME).getEntity();
    }

    @Test
    void the_schedule_is_that_of_the_plan_that_is_applied() {
        var plan = Fleets.aFleetOf(Fleets.aServer("shop").build());
        say(new FleetRequested(plan, false, false), plans);
        apply(plan);

        assertThat(planned().from()).isEqualTo(Fixtures.NOON);
        assertThat(planned().servers().get("shop").start().p50()).isEqualTo(Fixtures.NOON);
        assertThat(planned().waves()).isNotEmpty();
    }

    @Test
    void a_plan_that_is_not_applied_is_no_schedule() {
        apply(Fleets.aFleetOf(Fleets.aServer("shop").build()));
        assertThat(planned().servers()).isEmpty();

        say(new FleetRequested(Fleets.aFleetOf(Fleets.aServer("crm").build()), false, false), plans);

        assertThat(planned().servers()).isEmpty();
    }

    @Test
    void a_plan_that_could_not_be_read_is_looked_for_again() {
        var plan = Fleets.aFleetOf(Fleets.aServer("shop").build());
        say(new FleetRequested(plan, false, false), plans);
        apply(plan);
        var record = requireNonNull(stored.remove(0L));
        assertThat(planned().servers()).isEmpty();

        stored.put(0L, record);

        assertThat(planned().servers()).containsKey("shop");
    }

    @Test
    void the_schedule_knows_no_checks_that_were_asked_for_after_the_plan_was_applied() {
        var plan = Fleets.aFleetOf(Fleets.aServer("shop").build());
        say(new FleetRequested(plan, false, false), plans);
        apply(plan);

        assertThat(plannedWith(plan, Fixtures.NOON)).isNotEqualTo(planned());
        assertThat(plannedWith(plan, Fixtures.NOON.plusSeconds(1))).isEqualTo(planned());
    }

    /// When there is a check of its server.
    private PlannedSchedule plannedWith(Fleet plan, Instant requestedAt) {
        var check = new FleetRequests(plan).check(plan.spec().servers().getFirst(), 1, false);
        var asked = Lifecycle.fold(null, new MigrationRequested(check), requestedAt);
        var checked = Facts.estimated(check);
        var accepted = new Acceptance(checked.acceptance().requestHash(), requestedAt, Map.of());
        var ended = Lifecycle.fold(
                asked.next(),
                new MigrationValidated(check, checked.verdict(), checked.findings(), accepted, checked.preflight()),
                requestedAt);
        var known = new KnownMigrations();
        known.record(requireNonNull(ended.next()).status(), new StatePosition(0, 0));
        return new PlannedSchedules(plans, known).of(fleets.find(Fleets.NAME).orElseThrow());
    }

    @Test
    void a_wave_and_a_server_are_paused_and_resumed() {
        var wave = new FleetAction.Pause(Optional.of("rest"), Optional.empty(), "lunch");
        var server = new FleetAction.Resume(Optional.empty(), Optional.of("shop"));

        resource.act(Fleets.NAME, json(wave), null, null);
        resource.act(Fleets.NAME, json(server), null, null);

        assertThat(published)
                .extracting(event -> ((FleetActionRequested) event).action())
                .containsExactly(wave, server);
    }
}
