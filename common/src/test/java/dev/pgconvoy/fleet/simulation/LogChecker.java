package dev.pgconvoy.fleet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.WaveMembers;
import dev.pgconvoy.fleet.WindowCalendar;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Reads a log from its beginning and holds each migration that begins against the plan: its limits, its wave, the
/// gates and the window of that, what it needs, and the pauses. It shares no rule with the scheduler.
public final class LogChecker {

    private final Map<String, Fleet> fleets = new HashMap<>();
    private final Map<String, Map<String, FleetServer>> servers = new HashMap<>();
    private final Map<String, WaveMembers> members = new HashMap<>();
    private final Map<String, List<Set<String>>> namesByWave = new HashMap<>();
    private final Map<MigrationId, MigrationRequest> active = new LinkedHashMap<>();
    private final Set<MigrationId> seen = new HashSet<>();
    private final Map<MigrationId, MigrationRequest> checks = new HashMap<>();
    private final Map<String, Set<String>> checked = new HashMap<>();
    private final Map<String, Unused> unused = new HashMap<>();
    private final Map<String, Set<String>> succeeded = new HashMap<>();
    private final Map<String, Set<String>> verified = new HashMap<>();
    private final Map<String, Set<String>> begun = new HashMap<>();
    private final Map<String, Set<String>> approved = new HashMap<>();
    private final SeenPauses pauses = new SeenPauses();
    private int admissions;

    /// For how long checks have found a source unused that did not find it in use in between.
    private record Unused(Instant since, Instant until) {

        boolean isFor(Duration duration) {
            return Duration.between(since, until).compareTo(duration) >= 0;
        }
    }

    /// @return how many migrations have begun
    public static int check(List<SeenEvent> log) {
        var checker = new LogChecker();
        log.forEach(checker::read);
        checker.everyServerHasSucceeded();
        return checker.admissions;
    }

    /// Also of a log that is not finished.
    static void checkBegins(List<SeenEvent> log) {
        log.forEach(new LogChecker()::read);
    }

    private void read(SeenEvent event) {
        switch (event) {
            case SeenEvent.Planned(var _, var fleet) -> {
                fleets.put(fleet.name(), fleet);
                var waves = WaveMembers.of(fleet.spec());
                members.put(fleet.name(), waves);
                namesByWave.put(
                        fleet.name(),
                        IntStream.range(0, waves.waves().size())
                                .mapToObj(wave ->
                                        names(waves.membersOf(wave, fleet.spec().servers())))
                                .toList());
                servers.put(
                        fleet.name(),
                        fleet.spec().servers().stream().collect(Collectors.toMap(FleetServer::name, server -> server)));
            }
            case SeenEvent.Acted(var _, var fleet, var action) -> acted(fleet, action);
            case SeenEvent.Requested(var at, var request) -> requested(at, request);
            case SeenEvent.Stopped _ -> {}
            case SeenEvent.Ended ended -> ended(ended);
        }
    }

    private void acted(String fleet, FleetAction action) {
        pauses.acted(fleet, action);
        if (action instanceof FleetAction.Approve approve) {
            of(approved, fleet).add(approve.wave() + "/" + approve.role());
        }
    }

    private void ended(SeenEvent.Ended event) {
        var fleet = LogReader.fleetOf(event.id());
        var server = LogReader.serverOf(event.id());
        var isWell = event.state() == MigrationState.SUCCEEDED;
        if (checks.remove(event.id()) != null) {
            if (isWell) {
                of(checked, fleet).add(server);
                unused.merge(
                        fleet + "/" + server,
                        new Unused(event.at(), event.at()),
                        (before, one) -> new Unused(before.since(), one.until()));
            } else {
                of(checked, fleet).remove(server);
                unused.remove(fleet + "/" + server);
            }
        } else {
            active.remove(event.id());
            if (isWell) {
                of(succeeded, fleet).add(server);
            }
            if (isWell && event.verified()) {
                of(verified, fleet).add(server);
            }
        }
    }

    private void requested(Instant at, MigrationRequest request) {
        assertThat(seen.add(request.id()))
                .as("%s is requested once", request.id())
                .isTrue();
        if (request.options().migrationOption() == MigrationOption.VALIDATE) {
            checks.put(request.id(), request);
            limitsOfChecks(request);
            return;
        }
        admissions++;
        var name = LogReader.fleetOf(request.id());
        var fleet = Optional.ofNullable(fleets.get(name)).orElseThrow();
        var server = server(request.id());
        assertThat(of(succeeded, name))
                .as("%s has what it needs", server.name())
                .containsAll(server.needs());
        assertThat(of(succeeded, name)).as("it is not migrated twice").doesNotContain(server.name());
        wave(at, fleet, server);
        of(begun, name).add(server.name());
        active.put(request.id(), request);
        limits(fleet, server, request);
    }

    private FleetServer server(MigrationId id) {
        return Optional.ofNullable(servers.get(LogReader.fleetOf(id)))
                .map(all -> all.get(LogReader.serverOf(id)))
                .orElseThrow();
    }

    private WaveMembers members(Fleet fleet) {
        return Optional.ofNullable(members.get(fleet.name())).orElseThrow();
    }

    private Set<String> namesOf(Fleet fleet, int wave) {
        return Optional.ofNullable(namesByWave.get(fleet.name())).orElseThrow().get(wave);
    }

    private void wave(Instant at, Fleet fleet, FleetServer server) {
        var index = members(fleet).of(server).orElseThrow();
        var wave = members(fleet).waves().get(index);
        assertThat(pauses.isPaused(fleet.name(), wave.name(), server.name()))
                .as("%s begins at %s while it is paused", server.name(), at)
                .isFalse();
        var done = of(succeeded, fleet.name());
        for (var before = 0; before < index; before++) {
            assertThat(done.containsAll(namesOf(fleet, before)))
                    .as("%s begins after the wave %d", server.name(), before)
                    .isTrue();
        }
        var ofWave = namesOf(fleet, index);
        var firsts = new HashSet<>(of(begun, fleet.name()));
        firsts.retainAll(ofWave);
        firsts.add(server.name());
        if (ofWave.stream().filter(done::contains).count() < wave.canaries()) {
            assertThat(firsts).as("canaries of %s", wave.name()).hasSizeLessThanOrEqualTo(wave.canaries());
        }
        if (ofWave.stream().noneMatch(of(begun, fleet.name())::contains)) {
            gates(at, fleet, index);
        }
        window(at, fleet, wave);
    }

    /// They hold at the moment at which the first server of the wave begins.
    private void gates(Instant at, Fleet fleet, int index) {
        var members = members(fleet);
        var wave = members.waves().get(index);
        var ofWave = namesOf(fleet, index);
        for (var gate : fleet.spec().gates()) {
            if (wave.gates().contains(gate.name())) {
                switch (gate) {
                    case Gate.Approval approval ->
                        assertThat(of(approved, fleet.name())).contains(wave.name() + "/" + approval.role());
                    case Gate.CheckPassed _ ->
                        assertThat(of(checked, fleet.name())).containsAll(ofWave);
                    case Gate.NoWritesFor quiet ->
                        assertThat(ofWave)
                                .as("%s begins at %s with sources that are unused", wave.name(), at)
                                .allMatch(server -> isUnused(fleet.name() + "/" + server, quiet.duration(), at));
                    case Gate.AllVerified _ ->
                        assertThat(of(verified, fleet.name()))
                                .as("%s begins at %s after all that is verified", wave.name(), at)
                                .containsAll(names(fleet.spec().servers().stream()
                                        .filter(server -> members.of(server).orElseThrow() < index)
                                        .toList()));
                }
            }
        }
    }

    /// And somebody has looked not much longer ago than that.
    private boolean isUnused(String server, Duration duration, Instant at) {
        return Optional.ofNullable(unused.get(server))
                .filter(found -> found.isFor(duration))
                .filter(found -> !at.isAfter(found.until().plus(duration)))
                .isPresent();
    }

    private static void window(Instant at, Fleet fleet, Wave wave) {
        fleet.spec().windows().stream()
                .filter(window -> wave.window().filter(window.name()::equals).isPresent())
                .forEach(window -> assertThat(new WindowCalendar(window).at(at).filter(opening -> opening.contains(at)))
                        .as("%s is open at %s", window, at)
                        .isPresent());
    }

    private void limits(Fleet fleet, FleetServer server, MigrationRequest request) {
        var limits = fleet.spec().limits();
        var ofFleet = count(id -> LogReader.fleetOf(id.id()).equals(fleet.name()));
        limits.total().ifPresent(most -> atMost(ofFleet, most, "total"));
        limitsWithChecks(fleet, server, request);
        for (var other : fleets.values()) {
            var source = request.source().host();
            var target = request.target().host();
            if (uses(other, one -> one.source().host().equals(source))) {
                other.spec()
                        .limits()
                        .perSourceHost()
                        .ifPresent(most ->
                                atMost(count(one -> one.source().host().equals(source)), most, "source " + source));
            }
            if (uses(other, one -> one.target().host().equals(target))) {
                atMost(
                        count(one -> one.target().host().equals(target)),
                        other.spec().limits().perTarget().orElse(1),
                        "target " + target);
            }
        }
        limits.perLabel()
                .forEach((label, most) -> atMost(
                        count(one -> LogReader.fleetOf(one.id()).equals(fleet.name())
                                && Optional.ofNullable(server(one.id()).labels().get(label))
                                        .equals(Optional.ofNullable(
                                                server.labels().get(label)))),
                        most,
                        "label " + label));
        var members = members(fleet);
        var wave = members.of(server).orElseThrow();
        members.waves()
                .get(wave)
                .maxConcurrent()
                .ifPresent(most -> atMost(
                        count(one -> LogReader.fleetOf(one.id()).equals(fleet.name())
                                && members.of(server(one.id())).equals(Optional.of(wave))),
                        most,
                        "wave"));
    }

    /// Checks that gates wait for count as migrations do; only a target for which no limit
    /// is given has any number.
    private void limitsOfChecks(MigrationRequest check) {
        var fleet =
                Optional.ofNullable(fleets.get(LogReader.fleetOf(check.id()))).orElseThrow();
        limitsWithChecks(fleet, server(check.id()), check);
    }

    private void limitsWithChecks(Fleet fleet, FleetServer server, MigrationRequest request) {
        var limits = fleet.spec().limits();
        limits.total()
                .ifPresent(most -> atMost(
                        countAll(one -> LogReader.fleetOf(one.id()).equals(fleet.name())), most, "total with checks"));
        limits.perSourceHost()
                .ifPresent(most -> atMost(
                        countAll(one ->
                                one.source().host().equals(request.source().host())),
                        most,
                        "source with checks"));
        limits.perTarget()
                .ifPresent(most -> atMost(
                        countAll(one ->
                                one.target().host().equals(request.target().host())),
                        most,
                        "target with checks"));
        limits.perLabel()
                .forEach((label, most) -> atMost(
                        countAll(one -> LogReader.fleetOf(one.id()).equals(fleet.name())
                                && Optional.ofNullable(server(one.id()).labels().get(label))
                                        .equals(Optional.ofNullable(
                                                server.labels().get(label)))),
                        most,
                        "label with checks " + label));
    }

    private long countAll(Predicate<MigrationRequest> which) {
        return count(which) + checks.values().stream().filter(which).count();
    }

    private boolean uses(Fleet fleet, Predicate<MigrationRequest> which) {
        return count(one -> LogReader.fleetOf(one.id()).equals(fleet.name()) && which.test(one)) > 0;
    }

    private long count(Predicate<MigrationRequest> which) {
        return active.values().stream().filter(which).count();
    }

    private static void atMost(long count, int most, String what) {
        assertThat(count).as(what).isLessThanOrEqualTo(most);
    }

    private void everyServerHasSucceeded() {
        fleets.forEach((name, fleet) -> assertThat(of(succeeded, name))
                .as("servers of %s that have succeeded", name)
                .containsExactlyInAnyOrderElementsOf(names(fleet.spec().servers())));
        assertThat(active).isEmpty();
    }

    private static Set<String> names(Collection<FleetServer> some) {
        return some.stream().map(FleetServer::name).collect(Collectors.toSet());
    }

    private static Set<String> of(Map<String, Set<String>> sets, String fleet) {
        return sets.computeIfAbsent(fleet, _ -> new HashSet<>());
    }
}
