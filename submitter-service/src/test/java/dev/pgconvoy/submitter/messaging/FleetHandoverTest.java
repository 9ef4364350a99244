package dev.pgconvoy.submitter.messaging;

import static dev.pgconvoy.fixture.Fleets.NAME;
import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetActionRequested;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.event.FleetEvent.FleetStateRecorded;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.OnFailure;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Substate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/// A submitter that dies between any two events of a fleet's life leaves the next one all
/// that it needs.
class FleetHandoverTest {

    /// All that others see of a fleet.
    private record Seen(List<Event> requests, List<Event> cancellations, List<Event> changes, FleetStatus last) {}

    private static final FleetServer SHOP = aServer("shop").overwriting().build();
    private static final FleetServer CRM = aServer("crm").overwriting().build();
    private static final FleetServer CRM_ANEW =
            aServer("crm").overwriting().moving("crm").build();
    private static final FleetServer MAIL =
            aServer("mail").overwriting().needing("shop").build();

    private static Fleet plan(FleetServer crm) {
        var plain = aFleetOf(SHOP, crm, MAIL);
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        plain.spec().defaults(),
                        plain.spec().servers(),
                        List.of(wave("first", List.of("crm"), "checked"), wave("second", List.of(), "signed")),
                        plain.spec().limits(),
                        List.of(),
                        List.of(
                                new Gate.CheckPassed("checked"),
                                new Gate.Approval("signed", "dba", Optional.empty()))));
    }

    private static Wave wave(String name, List<String> servers, String gate) {
        return new Wave(
                name,
                servers,
                Collections.emptySortedMap(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(gate),
                new OnFailure(1, OnFailure.Then.STOP_WAVE, 0));
    }

    private static MigrationRequest migration(FleetServer server, int attempt) {
        return new FleetRequests(plan(server.name().equals("crm") ? server : CRM)).migration(server, attempt);
    }

    private static MigrationRequest check(FleetServer server, int number) {
        return new FleetRequests(plan(CRM)).check(server, number, false);
    }

    private static MigrationCompleted failed(MigrationRequest request) {
        return new MigrationCompleted(FleetStreams.ended(request, MigrationState.FAILED, Substate.COMPLETED));
    }

    /// With the ids that the events have in every run.
    private static List<ProducerRecord<String, byte[]>> life(FleetStreams streams) {
        return Arrays.<Event>asList(
                        new StateRecorded(
                                FleetStreams.ended(migration(MAIL, 1), MigrationState.SUCCEEDED, Substate.COMPLETED)),
                        new FleetRequested(plan(CRM), false, false),
                        FleetStreams.succeeded(check(CRM, 1)),
                        new FleetRequested(plan(CRM), false, false),
                        failed(migration(CRM, 1)),
                        new FleetRequested(plan(CRM_ANEW), true, false),
                        FleetStreams.cancelled(migration(CRM, 2)),
                        new FleetActionRequested(NAME, new FleetAction.Pause("lunch")),
                        FleetStreams.succeeded(migration(CRM_ANEW, 3)),
                        new FleetActionRequested(
                                NAME, new FleetAction.Approve("second", "dba", "dba-on-call", "all is well")),
                        new FleetActionRequested(NAME, new FleetAction.Resume()),
                        FleetStreams.succeeded(migration(SHOP, 1)),
                        new FleetActionRequested(NAME, new FleetAction.Retry(Optional.empty(), Optional.of("mail"))),
                        FleetStreams.succeeded(migration(MAIL, 2)))
                .stream()
                .map(streams::record)
                .toList();
    }

    private static Seen run(List<ProducerRecord<String, byte[]>> life, List<Integer> deaths) {
        try (var streams = new FleetStreams()) {
            var requests = new ArrayList<Event>();
            var cancellations = new ArrayList<Event>();
            var changes = new ArrayList<Event>();
            var states = new ArrayList<Event>();
            for (var i = 0; i <= life.size(); i++) {
                if (i > 0) {
                    streams.hear(life.get(i - 1));
                }
                requests.addAll(streams.read(EventType.MIGRATION_REQUESTED));
                cancellations.addAll(streams.read(EventType.CANCEL_REQUESTED));
                changes.addAll(streams.read(EventType.FLEET_CHANGED));
                if (deaths.contains(i)) {
                    streams.kill();
                }
            }
            streams.passes(Duration.ofSeconds(1));
            states.addAll(streams.read(EventType.FLEET_STATE_RECORDED));
            return new Seen(requests, cancellations, changes, ((FleetStateRecorded) states.getLast()).status());
        }
    }

    @Test
    void a_process_that_dies_between_any_two_events_changes_nothing_that_others_see() {
        try (var streams = new FleetStreams()) {
            var life = life(streams);
            var undisturbed = run(life, List.of());

            assertThat(undisturbed.last().phase()).isEqualTo(FleetPhase.SUCCEEDED);
            assertThat(undisturbed.requests()).hasSize(6);
            for (var death = 0; death <= life.size(); death++) {
                assertThat(run(life, List.of(death)))
                        .as("it dies after %d events", death)
                        .isEqualTo(undisturbed);
            }
        }
    }

    @Test
    void a_process_that_dies_after_every_event_changes_nothing_either() {
        try (var streams = new FleetStreams()) {
            var life = life(streams);
            var always = new ArrayList<Integer>();
            for (var death = 0; death <= life.size(); death++) {
                always.add(death);
            }

            assertThat(run(life, always)).isEqualTo(run(life, List.of()));
        }
    }
}
