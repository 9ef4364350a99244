package dev.pgconvoy.fleet.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.MigrationWindow;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.WaveMembers;
import dev.pgconvoy.fleet.WindowCalendar;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Reads a log from its beginning and proves that nobody starves: of the places that
/// a server needs which has waited longer than the patience, nobody who came later
/// takes the last one.
///
/// Since when a server could begin is not in the log. It is taken to be later than it was
/// for who waits, and earlier than it was for who begins, so that what is reported is true.
final class WaitChecker {

    private final Duration patience;
    private final Map<String, Fleet> fleets = new HashMap<>();
    private final Map<String, WaveMembers> members = new HashMap<>();
    private final Map<String, FleetServer> servers = new HashMap<>();
    private final Map<String, Waiter> waiters = new LinkedHashMap<>();
    private final Map<MigrationId, MigrationRequest> migrations = new HashMap<>();
    private final Map<MigrationId, MigrationRequest> checks = new HashMap<>();
    private final Map<String, Instant> firstBegin = new HashMap<>();
    /// By fleet and wave: when the plan came, or when the earlier waves were done.
    private final Map<String, Instant> mayBegin = new HashMap<>();
    private final Map<String, Integer> left = new HashMap<>();
    private final Set<String> succeeded = new HashSet<>();
    private final SeenPauses pauses = new SeenPauses();
    private int beginsWithOverdue;

    /// A server that has not begun.
    ///
    /// @param since when limits alone kept it from beginning, at the latest; empty
    /// when they may not
    /// @param stopped when its last attempt ended
    private record Waiter(
            String fleet, FleetServer server, int wave, Optional<Instant> since, Optional<Instant> stopped) {

        String key() {
            return fleet + "/" + server.name();
        }
    }

    private WaitChecker(Duration patience) {
        this.patience = patience;
    }

    /// @return how many have begun while somebody had waited for longer than the patience
    static int check(List<SeenEvent> log, Duration patience) {
        var checker = new WaitChecker(patience);
        log.forEach(checker::read);
        return checker.beginsWithOverdue;
    }

    private void read(SeenEvent event) {
        switch (event) {
            case SeenEvent.Planned(var at, var fleet) -> planned(at, fleet);
            case SeenEvent.Acted(var _, var fleet, var action) -> pauses.acted(fleet, action);
            case SeenEvent.Requested(var at, var request) -> requested(at, request);
            case SeenEvent.Stopped _ -> {}
            case SeenEvent.Ended(var at, var id, var state, var _) -> ended(at, id, state);
        }
    }

    private void planned(Instant at, Fleet fleet) {
        mayBegin.put(fleet.name() + "/0", at);
        var waves = WaveMembers.of(fleet.spec());
        fleets.put(fleet.name(), fleet);
        members.put(fleet.name(), waves);
        fleet.spec().servers().forEach(server -> {
            servers.put(fleet.name() + "/" + server.name(), server);
            wait(fleet.name(), server, Optional.empty());
            left.merge(fleet.name() + "/" + waves.of(server).orElseThrow(), 1, Integer::sum);
        });
    }

    private void wait(String fleet, FleetServer server, Optional<Instant> stopped) {
        var wave = waves(fleet).of(server).orElseThrow();
        var waiter = new Waiter(fleet, server, wave, Optional.empty(), stopped);
        waiters.put(waiter.key(), waiter);
    }

    private void ended(Instant at, MigrationId id, MigrationState state) {
        if (checks.remove(id) != null) {
            return;
        }
        migrations.remove(id);
        var fleet = LogReader.fleetOf(id);
        var server = server(id);
        if (state == MigrationState.SUCCEEDED) {
            succeeded.add(fleet + "/" + server.name());
            var wave = waves(fleet).of(server).orElseThrow();
            if (left.merge(fleet + "/" + wave, -1, Integer::sum) == 0) {
                mayBegin.put(fleet + "/" + (wave + 1), at);
            }
        } else {
            wait(fleet, server, Optional.of(at));
        }
    }

    private void requested(Instant at, MigrationRequest request) {
        if (request.options().migrationOption() == MigrationOption.VALIDATE) {
            checks.put(request.id(), request);
            return;
        }
        var fleet = LogReader.fleetOf(request.id());
        var next = Optional.ofNullable(waiters.remove(fleet + "/" + LogReader.serverOf(request.id())))
                .orElseThrow();
        firstBegin.putIfAbsent(fleet + "/" + next.wave(), at);
        overtakesNobody(at, next, request);
        migrations.put(request.id(), request);
        waiters.replaceAll((_, one) -> one.fleet().equals(fleet) ? seenBy(one, at) : one);
    }

    /// Whoever can begin when another one of its fleet does was looked at by then.
    private Waiter seenBy(Waiter one, Instant at) {
        return one.since().isEmpty() && !isPaused(one) && isReady(one) && isInWindow(one, at)
                ? new Waiter(one.fleet(), one.server(), one.wave(), Optional.of(at), one.stopped())
                : one;
    }

    private boolean isReady(Waiter one) {
        if (!firstBegin.containsKey(one.fleet() + "/" + one.wave())) {
            return false;
        }
        var fleet = known(one.fleet());
        var ofWave = waves(one.fleet()).membersOf(one.wave(), fleet.spec().servers());
        var done = ofWave.stream()
                .filter(server -> succeeded.contains(one.fleet() + "/" + server.name()))
                .count();
        return done >= wave(one).canaries()
                && one.server().needs().stream().allMatch(need -> succeeded.contains(one.fleet() + "/" + need));
    }

    private void overtakesNobody(Instant at, Waiter next, MigrationRequest request) {
        var since = earliestSince(next).orElse(at);
        var overdue = waiters.values().stream()
                .filter(one -> one.since()
                        .filter(known ->
                                known.isBefore(since) && !known.plus(patience).isAfter(at))
                        .isPresent())
                .filter(one -> couldBegin(one, at))
                .toList();
        beginsWithOverdue += overdue.isEmpty() ? 0 : 1;
        overdue.forEach(one -> leavesAPlace(at, next, request, one));
        overdue.forEach(one -> assertThat(hasRoom(one))
                .as(
                        "%s of %s begins at %s, and %s of %s, which waits since %s, could begin instead",
                        next.server().name(),
                        next.fleet(),
                        at,
                        one.server().name(),
                        one.fleet(),
                        one.since().orElseThrow())
                .isFalse());
    }

    /// When limits alone kept it from beginning, at the earliest; empty when its wave has
    /// not come. Limits may have kept a whole wave from beginning.
    private Optional<Instant> earliestSince(Waiter one) {
        return Optional.ofNullable(mayBegin.get(one.fleet() + "/" + one.wave()))
                .map(begin -> one.stopped().filter(begin::isBefore).orElse(begin));
    }

    /// Whether it has all that it needs, also when everybody who may have waited for longer
    /// keeps something of it.
    private boolean hasRoom(Waiter one) {
        var before = waiters.values().stream()
                .filter(other -> other != one)
                .filter(other -> earliestSince(other)
                        .filter(since -> !since.isAfter(one.since().orElseThrow()))
                        .isPresent())
                .toList();
        var limits = known(one.fleet()).spec().limits();
        var source = one.server().source().host();
        var target = one.server().target().host();
        return everybody(running -> Optional.of(running.source().host()).equals(source))
                                + count(
                                        before,
                                        other -> other.server().source().host().equals(source))
                        < smallest(FleetLimits::perSourceHost, Integer.MAX_VALUE)
                && everybody(running -> Optional.of(running.target().host()).equals(target))
                                + count(
                                        before,
                                        other -> other.server().target().host().equals(target))
                        < smallest(FleetLimits::perTarget, 1)
                && limits.perLabel().entrySet().stream().allMatch(limit -> {
                    var value = Optional.ofNullable(one.server().labels().get(limit.getKey()));
                    return everybody(running -> isOf(one.fleet(), limit.getKey(), value, running.id()))
                                    + count(
                                            before,
                                            other -> other.fleet().equals(one.fleet())
                                                    && Optional.ofNullable(other.server()
                                                                    .labels()
                                                                    .get(limit.getKey()))
                                                            .equals(value))
                            < limit.getValue();
                });
    }

    /// Of all fleets: whoever uses a host has its limit kept by everybody.
    private int smallest(Function<FleetLimits, Optional<Integer>> limit, int usual) {
        return fleets.values().stream()
                .mapToInt(fleet -> limit.apply(fleet.spec().limits()).orElse(usual))
                .min()
                .orElse(usual);
    }

    private long everybody(Predicate<MigrationRequest> which) {
        return count(migrations, which) + count(checks, which);
    }

    private static long count(List<Waiter> some, Predicate<Waiter> which) {
        return some.stream().filter(which).count();
    }

    /// Whether it was looked at, and nothing but places that are counted by host
    /// or label kept it.
    private boolean couldBegin(Waiter one, Instant at) {
        var spec = known(one.fleet()).spec();
        var running = countOf(migrations, id -> LogReader.fleetOf(id).equals(one.fleet()))
                + countOf(checks, id -> LogReader.fleetOf(id).equals(one.fleet()));
        var ofWave = countOf(
                migrations,
                id -> LogReader.fleetOf(id).equals(one.fleet())
                        && waves(one.fleet()).of(server(id)).equals(Optional.of(one.wave())));
        return !isPaused(one)
                && running < spec.limits().total().orElse(Integer.MAX_VALUE)
                && ofWave < wave(one).maxConcurrent().orElse(Integer.MAX_VALUE)
                && isInWindow(one, at);
    }

    private boolean isPaused(Waiter one) {
        return pauses.isPaused(one.fleet(), wave(one).name(), one.server().name());
    }

    private static long countOf(Map<MigrationId, MigrationRequest> some, Predicate<MigrationId> which) {
        return some.keySet().stream().filter(which).count();
    }

    private boolean isInWindow(Waiter one, Instant at) {
        var expected = one.server().expectedDuration().orElseThrow();
        return known(one.fleet()).spec().windows().stream()
                .filter(window ->
                        wave(one).window().filter(window.name()::equals).isPresent())
                .allMatch(window -> new WindowCalendar(window)
                        .at(at)
                        .filter(opening -> opening.contains(at))
                        .filter(opening -> window.onClose() == MigrationWindow.OnClose.FINISH
                                || expected.compareTo(opening.leftAt(at)) <= 0)
                        .isPresent());
    }

    private void leavesAPlace(Instant at, Waiter next, MigrationRequest request, Waiter overdue) {
        var limits = known(next.fleet()).spec().limits();
        var words = "%s of %s begins at %s, and %s of %s, which waits since %s, has a place left at the same "
                .formatted(
                        next.server().name(),
                        next.fleet(),
                        at,
                        overdue.server().name(),
                        overdue.fleet(),
                        overdue.since().orElseThrow());
        if (overdue.server().source().host().equals(next.server().source().host())) {
            var host = request.source().host();
            Predicate<MigrationRequest> there = one -> one.source().host().equals(host);
            limits.perSourceHost()
                    .ifPresent(most -> assertThat(count(migrations, there) + count(checks, there) + 1)
                            .as("%s", words + "source")
                            .isLessThan(most));
        }
        if (overdue.server().target().host().equals(next.server().target().host())) {
            var host = request.target().host();
            Predicate<MigrationRequest> there = one -> one.target().host().equals(host);
            assertThat(count(migrations, there) + 1)
                    .as("%s", words + "target")
                    .isLessThan(limits.perTarget().orElse(1));
        }
        if (overdue.fleet().equals(next.fleet())) {
            limits.perLabel().forEach((label, most) -> {
                var value = Optional.ofNullable(next.server().labels().get(label));
                if (value.equals(Optional.ofNullable(overdue.server().labels().get(label)))) {
                    Predicate<MigrationRequest> there = one -> isOf(next.fleet(), label, value, one.id());
                    assertThat(count(migrations, there) + count(checks, there) + 1)
                            .as("%s", words + label)
                            .isLessThan(most);
                }
            });
        }
    }

    private boolean isOf(String fleet, String label, Optional<String> value, MigrationId id) {
        return LogReader.fleetOf(id).equals(fleet)
                && Optional.ofNullable(server(id).labels().get(label)).equals(value);
    }

    private static long count(Map<MigrationId, MigrationRequest> some, Predicate<MigrationRequest> which) {
        return some.values().stream().filter(which).count();
    }

    private FleetServer server(MigrationId id) {
        return Optional.ofNullable(servers.get(LogReader.fleetOf(id) + "/" + LogReader.serverOf(id)))
                .orElseThrow();
    }

    private Wave wave(Waiter one) {
        return waves(one.fleet()).waves().get(one.wave());
    }

    private WaveMembers waves(String fleet) {
        return Optional.ofNullable(members.get(fleet)).orElseThrow();
    }

    private Fleet known(String fleet) {
        return Optional.ofNullable(fleets.get(fleet)).orElseThrow();
    }
}
