package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Fleets;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.MigrationWindow;
import dev.pgconvoy.fleet.OnFailure;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.schedule.FleetDecision.Announce;
import dev.pgconvoy.fleet.schedule.FleetDecision.CancelMigration;
import dev.pgconvoy.fleet.schedule.FleetDecision.RequestMigration;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A scheduler with one fleet, for tests that say one fact after the other.
final class ScheduledFleet {

    private final Scheduler scheduler = new Scheduler(SchedulerSettings.DEFAULTS, RequestHash::of);
    private final Map<String, MigrationRequest> latest = new LinkedHashMap<>();
    private final List<String> requested = new ArrayList<>();
    private final List<String> cancelled = new ArrayList<>();
    private final List<Announce> announced = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    /// A wave of these servers.
    static Wave wave(String name, List<String> servers, String... gates) {
        return new Wave(
                name,
                servers,
                Collections.emptySortedMap(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(gates),
                OnFailure.DEFAULTS);
    }

    static Fleet fleet(List<FleetServer> servers, List<Wave> waves, Gate... gates) {
        var plain = Fleets.aFleetOf(servers.toArray(FleetServer[]::new));
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        plain.spec().defaults(), servers, waves, plain.spec().limits(), List.of(), List.of(gates)));
    }

    /// One wave of all servers, which tries again what fails, so often, and then stops.
    static Fleet retrying(int retries, FleetServer... servers) {
        var wave = new Wave(
                "all",
                List.of(),
                Collections.emptySortedMap(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new OnFailure(retries, OnFailure.Then.STOP_WAVE, 0));
        return fleet(List.of(servers), List.of(wave));
    }

    /// The same with one wave of all servers, which begins in the window.
    static Fleet inWindow(MigrationWindow window, Optional<Integer> total, FleetServer... servers) {
        var plain = Fleets.aFleetOf(servers);
        var wave = new Wave(
                "all",
                List.of(),
                Collections.emptySortedMap(),
                0,
                Optional.empty(),
                Optional.of(window.name()),
                List.of(),
                OnFailure.DEFAULTS);
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        plain.spec().defaults(),
                        List.of(servers),
                        List.of(wave),
                        new FleetLimits(total, Optional.empty(), Optional.empty(), Collections.emptySortedMap()),
                        List.of(window),
                        List.of()));
    }

    /// The same with these limits.
    static Fleet limited(Fleet plain, FleetLimits limits) {
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        plain.spec().defaults(),
                        plain.spec().servers(),
                        plain.spec().waves(),
                        limits,
                        plain.spec().windows(),
                        plain.spec().gates()));
    }

    void apply(Fleet fleet) {
        hear(new FleetFact.PlanRequested(fleet, false, false));
    }

    void replace(Fleet fleet) {
        hear(new FleetFact.PlanRequested(fleet, true, false));
    }

    void prune(Fleet fleet) {
        hear(new FleetFact.PlanRequested(fleet, false, true));
    }

    void act(FleetAction action) {
        hear(new FleetFact.ActionRequested(Fleets.NAME, action));
    }

    void retry(String server) {
        act(new FleetAction.Retry(Optional.empty(), Optional.of(server)));
    }

    void cancelWave(String wave) {
        act(new FleetAction.Cancel(Optional.of(wave), Optional.empty(), ""));
    }

    void cancelServer(String server) {
        act(new FleetAction.Cancel(Optional.empty(), Optional.of(server), ""));
    }

    void approve(String wave) {
        act(new FleetAction.Approve(wave, "dba", "dba-on-call", "all is well"));
    }

    /// The last migration, or the last checks, of the server.
    void ends(String server, MigrationState state, String... reason) {
        var request = Optional.ofNullable(latest.get(server)).orElseThrow();
        hear(new FleetFact.Ended(
                request.id(),
                RequestHash.of(request),
                state,
                false,
                List.of(reason).stream().findFirst()));
    }

    void succeeds(String server) {
        ends(server, MigrationState.SUCCEEDED);
    }

    /// And its copy was proven equal.
    void isVerified(String server) {
        var request = latest(server);
        hear(new FleetFact.Ended(
                request.id(), RequestHash.of(request), MigrationState.SUCCEEDED, true, Optional.empty()));
    }

    void passes(Duration time) {
        now = now.plus(time);
        hear(new FleetFact.TimePassed());
    }

    void hear(FleetFact fact) {
        for (var decision : scheduler.decide(fact, now)) {
            switch (decision) {
                case RequestMigration(var request) -> {
                    requested.add(request.id().name());
                    latest.put(request.id().name().split("\\.", -1)[1], request);
                }
                case CancelMigration(var id, var _) -> cancelled.add(id.name());
                case Announce announce -> announced.add(announce);
            }
        }
    }

    /// The names of the migrations that were requested since this was asked the last time.
    List<String> takeRequested() {
        var taken = List.copyOf(requested);
        requested.clear();
        return taken;
    }

    /// The names of the migrations that were cancelled since this was asked the last time.
    List<String> takeCancelled() {
        var taken = List.copyOf(cancelled);
        cancelled.clear();
        return taken;
    }

    FleetNews lastNews() {
        return announced.getLast().news();
    }

    List<FleetNews> news() {
        return announced.stream().map(Announce::news).toList();
    }

    /// What was announced since this was asked the last time.
    List<Announce> takeAnnounced() {
        var taken = List.copyOf(announced);
        announced.clear();
        return taken;
    }

    /// Of the last migration, or the last checks, of the server.
    MigrationRequest latest(String server) {
        return Optional.ofNullable(latest.get(server)).orElseThrow();
    }

    List<FleetChange> takeChanges() {
        return scheduler.takeChanges();
    }

    Optional<FleetStatus> found() {
        return scheduler.status(Fleets.NAME);
    }

    String reasonOf(String server) {
        return status().servers().stream()
                .filter(one -> one.server().equals(server))
                .findFirst()
                .flatMap(ServerStatus::reason)
                .orElse("");
    }

    FleetStatus status() {
        return scheduler.status(Fleets.NAME).orElseThrow();
    }

    FleetPhase phase() {
        return status().phase();
    }

    ServerPhase phaseOf(String server) {
        return status().servers().stream()
                .filter(one -> one.server().equals(server))
                .findFirst()
                .orElseThrow()
                .phase();
    }

    WavePhase phaseOfWave(String wave) {
        return status().waves().stream()
                .filter(one -> one.wave().equals(wave))
                .findFirst()
                .orElseThrow()
                .phase();
    }
}
