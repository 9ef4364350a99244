package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSettings;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.WaveMembers;
import dev.pgconvoy.migration.MigrationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A plan, looked up by what the scheduler asks: made once for each plan.
final class FleetLayout {

    private final Fleet fleet;
    private final FleetRequests requests;
    private final WaveMembers members;
    private final Map<String, FleetServer> servers = new LinkedHashMap<>();
    private final Map<String, UsedLimits> uses = new HashMap<>();
    private final Map<String, List<Place>> places = new HashMap<>();
    private final Map<String, Integer> placeNumbers = new HashMap<>();
    private final Map<String, Duration> tails = new HashMap<>();
    private final List<List<String>> namesByWave = new ArrayList<>();
    private final List<Set<String>> canariesByWave = new ArrayList<>();
    private final List<Integer> turnsByWave = new ArrayList<>();
    private final Map<String, OpenTimes> windows = new HashMap<>();
    private final Map<String, Gate> gates = new HashMap<>();
    private final Map<String, MigrationId> firstIds = new HashMap<>();
    private final Map<String, String> settingsHashes = new HashMap<>();
    private Optional<String> settingsHash = Optional.empty();

    FleetLimits limits() {
        return fleet.spec().limits();
    }

    /// What a server takes, beside a place of the whole fleet.
    ///
    /// @param most how many there are of it
    /// @param number from 0, another one for each name
    /// @param given whether the plan says how many; else it is the only place of its target
    record Place(String name, int number, int most, boolean given) {}

    FleetLayout(Fleet fleet) {
        this.fleet = fleet;
        this.requests = new FleetRequests(fleet);
        this.members = WaveMembers.of(fleet.spec());
        for (var server : fleet.spec().servers()) {
            servers.put(server.name(), server);
            uses.put(
                    server.name(),
                    new UsedLimits(
                            host(requests.source(server).host()),
                            host(requests.target(server).host()),
                            server.labels()));
        }
        uses.forEach((server, used) -> places.put(server, places(fleet.spec().limits(), used)));
        for (var index = 0; index < members.waves().size(); index++) {
            var ofWave = members.membersOf(index, fleet.spec().servers());
            namesByWave.add(ofWave.stream().map(FleetServer::name).toList());
            canariesByWave.add(canaries(members.waves().get(index), ofWave));
            turnsByWave.add(turnsOfChecks(namesByWave.get(index)));
        }
        fleet.spec().windows().forEach(window -> windows.put(window.name(), new OpenTimes(window)));
        fleet.spec().gates().forEach(gate -> gates.put(gate.name(), gate));
        tails();
    }

    private List<Place> places(FleetLimits limits, UsedLimits uses) {
        var places = new ArrayList<Place>();
        limits.perSourceHost().ifPresent(most -> places.add(place("source " + uses.sourceHost(), most, true)));
        places.add(place(
                "target " + uses.targetHost(),
                limits.perTarget().orElse(Occupancy.TARGET_TAKES),
                limits.perTarget().isPresent()));
        limits.perLabel()
                .forEach((label, most) -> Optional.ofNullable(uses.labels().get(label))
                        .ifPresent(value -> places.add(place("label " + label + "=" + value, most, true))));
        return List.copyOf(places);
    }

    private Place place(String name, int most, boolean given) {
        var next = placeNumbers.size();
        var known = placeNumbers.putIfAbsent(name, next);
        return new Place(name, known == null ? next : known, most, given);
    }

    /// How many places there are, of all servers together.
    int placeCount() {
        return placeNumbers.size();
    }

    private int turnsOfChecks(List<String> names) {
        var waiting = new HashMap<String, Integer>();
        var turns = fleet.spec()
                .limits()
                .total()
                .map(most -> Math.ceilDiv(names.size(), most))
                .orElse(1);
        for (var name : names) {
            for (var place : placesOf(name)) {
                if (place.given()) {
                    var count = waiting.merge(place.name(), 1, Integer::sum);
                    turns = Math.max(turns, Math.ceilDiv(count, place.most()));
                }
            }
        }
        return turns;
    }

    private static String host(Optional<String> host) {
        return host.orElse("").toLowerCase(Locale.ROOT);
    }

    /// The most important ones, and of these the shortest: they are to tell soon whether all is
    /// well. What needs another server of the wave cannot be the first.
    private Set<String> canaries(Wave wave, List<FleetServer> ofWave) {
        var chosen = new HashSet<String>();
        var names = ofWave.stream().map(FleetServer::name).collect(Collectors.toSet());
        ofWave.stream()
                .filter(server -> server.needs().stream().noneMatch(names::contains))
                .sorted(Comparator.comparing(FleetServer::priority, Comparator.reverseOrder())
                        .thenComparing(this::expected))
                .limit(wave.canaries())
                .forEach(server -> chosen.add(server.name()));
        return chosen;
    }

    /// How long it takes until the last of those has ended that wait for a server, its own time included.
    private void tails() {
        var waiting = new HashMap<String, List<String>>();
        var open = new HashMap<String, Integer>();
        for (var server : servers.values()) {
            server.needs()
                    .forEach(need -> waiting.computeIfAbsent(server.name(), _ -> new ArrayList<>())
                            .add(need));
            server.needs().forEach(need -> open.merge(need, 1, Integer::sum));
            tails.put(server.name(), expected(server));
        }
        var ready = new ArrayList<>(servers.keySet().stream()
                .filter(name -> !open.containsKey(name))
                .toList());
        while (!ready.isEmpty()) {
            var last = ready.removeLast();
            for (var need : waiting.getOrDefault(last, List.of())) {
                var own = Optional.ofNullable(servers.get(need))
                        .map(this::expected)
                        .orElse(Duration.ZERO);
                var through = tail(last).plus(own);
                tails.merge(need, through, (one, other) -> one.compareTo(other) > 0 ? one : other);
                open.merge(need, -1, Integer::sum);
                if (open.getOrDefault(need, 0) == 0) {
                    ready.add(need);
                }
            }
        }
    }

    Fleet fleet() {
        return fleet;
    }

    FleetRequests requests() {
        return requests;
    }

    List<Wave> waves() {
        return members.waves();
    }

    Optional<Wave> wave(String name) {
        return waves().stream().filter(wave -> wave.name().equals(name)).findFirst();
    }

    List<String> namesOf(int wave) {
        return namesByWave.get(wave);
    }

    /// How many checks must follow each other, as the limits of the plan let the servers of
    /// a wave be looked at in turns only.
    int turnsOfChecks(int wave) {
        return turnsByWave.get(wave);
    }

    Set<String> canariesOf(int wave) {
        return canariesByWave.get(wave);
    }

    /// Of all servers together.
    String settingsHash() {
        var hash = settingsHash.orElseGet(() -> FleetSettings.hash(fleet.spec()));
        settingsHash = Optional.of(hash);
        return hash;
    }

    /// Empty for a server that the plan does not have.
    Optional<String> settingsHash(String server) {
        return server(server)
                .map(known -> settingsHashes.computeIfAbsent(server, _ -> FleetSettings.hash(fleet.spec(), known)));
    }

    Optional<Integer> waveOf(String server) {
        return Optional.ofNullable(members.waveOf().get(server));
    }

    Optional<FleetServer> server(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    /// Of the migration of a server. That of the first attempt is asked for again and again.
    MigrationId migrationId(String server, int attempt) {
        return attempt == 1
                ? firstIds.computeIfAbsent(server, _ -> newMigrationId(server, attempt))
                : newMigrationId(server, attempt);
    }

    private MigrationId newMigrationId(String server, int attempt) {
        return requests.migration(known(server), attempt).id();
    }

    FleetServer known(String name) {
        return server(name).orElseThrow(() -> new IllegalStateException("the plan has no server " + name));
    }

    UsedLimits usesOf(String name) {
        return Optional.ofNullable(uses.get(name))
                .orElseThrow(() -> new IllegalStateException("the plan has no server " + name));
    }

    /// What a server takes, beside a place of the whole fleet.
    List<Place> placesOf(String name) {
        return Optional.ofNullable(places.get(name))
                .orElseThrow(() -> new IllegalStateException("the plan has no server " + name));
    }

    Duration tail(String name) {
        return tails.getOrDefault(name, Duration.ZERO);
    }

    Duration expected(FleetServer server) {
        return server.expectedDuration().orElse(fleet.spec().defaults().expectedDuration());
    }

    Optional<OpenTimes> windowOf(Wave wave) {
        return wave.window().map(windows::get);
    }

    List<Gate> gatesOf(Wave wave) {
        return wave.gates().stream()
                .flatMap(name -> Optional.ofNullable(gates.get(name)).stream())
                .toList();
    }
}
