package dev.pgconvoy.fleet.simulation;

import static dev.pgconvoy.fixture.Fleets.aServer;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.fleet.FleetMetadata;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.MigrationWindow;
import dev.pgconvoy.fleet.MigrationWindow.OnClose;
import dev.pgconvoy.fleet.OnFailure;
import dev.pgconvoy.fleet.ServerDefaults;
import dev.pgconvoy.fleet.Wave;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// A fleet made of a seed: waves, canaries, gates, windows and limits of every kind.
public final class FleetScenario {

    private static final int WAVES = 5;
    private static final int REGIONS = 4;
    private static final int SERVERS_PER_HOST = 6;
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata");

    private static final int PRIORITIES = 3;

    private final Random random;
    private final int servers;
    private final boolean hasPriorities;

    public FleetScenario(long seed, int servers) {
        this(seed, servers, false);
    }

    private FleetScenario(long seed, int servers, boolean hasPriorities) {
        this.random = new Random(seed);
        this.servers = servers;
        this.hasPriorities = hasPriorities;
    }

    /// Some of its servers go before others, so that these wait.
    static FleetScenario withPriorities(long seed, int servers) {
        return new FleetScenario(seed, servers, true);
    }

    public Fleet fleet(String name) {
        var spec = new FleetSpec(
                ServerDefaults.NONE,
                servers(),
                waves(),
                new FleetLimits(
                        Optional.of(25 + random.nextInt(15)),
                        Optional.of(2 + random.nextInt(2)),
                        random.nextBoolean() ? Optional.of(1) : Optional.empty(),
                        new TreeMap<>(Map.of("region", 9 + random.nextInt(6)))),
                List.of(
                        window("nights", OnClose.FINISH),
                        window("drained", OnClose.DRAIN),
                        window("hard", OnClose.CANCEL)),
                List.of(
                        new Gate.Approval("signed", "dba", Optional.empty()),
                        new Gate.CheckPassed("checked"),
                        new Gate.AllVerified("proven"),
                        new Gate.NoWritesFor("quiet", Duration.ofMinutes(10))));
        return new Fleet(new FleetMetadata(name, Collections.emptySortedMap()), spec);
    }

    private List<FleetServer> servers() {
        var all = new ArrayList<FleetServer>();
        var hosts = Math.max(1, servers / SERVERS_PER_HOST);
        for (var i = 0; i < servers; i++) {
            var wave = i * WAVES / servers;
            var server = aServer("s" + i)
                    .from("host-" + random.nextInt(hosts) + ".example.org")
                    .to("new-" + (random.nextInt(10) == 0 && i > 0 ? i - 1 : i) + ".example.org")
                    .moving("a", "b", "c")
                    .overwriting()
                    .labelled("wave", "w" + wave)
                    .labelled("region", "r" + random.nextInt(REGIONS))
                    .expected(Duration.ofMinutes(5 + random.nextInt(55)));
            if (i > 0 && (i - 1) * WAVES / servers == wave && random.nextInt(15) == 0) {
                server.needing("s" + (i - 1));
            }
            if (hasPriorities) {
                server.priority(random.nextInt(PRIORITIES));
            }
            all.add(server.build());
        }
        return all;
    }

    private List<Wave> waves() {
        var waves = new ArrayList<Wave>();
        for (var i = 0; i < WAVES; i++) {
            var isLast = i == WAVES - 1;
            waves.add(new Wave(
                    "w" + i,
                    List.of(),
                    new TreeMap<>(Map.of("wave", "w" + i)),
                    random.nextInt(5),
                    isLast ? Optional.of(18) : Optional.empty(),
                    switch (i) {
                        case 1 -> Optional.of("nights");
                        case 2 -> Optional.of("drained");
                        case 3 -> Optional.of("hard");
                        default -> Optional.empty();
                    },
                    switch (i) {
                        case 1 -> List.of("checked");
                        case 2 -> List.of("signed");
                        case 3 -> List.of("proven");
                        case 4 -> List.of("signed", "quiet");
                        default -> List.of();
                    },
                    new OnFailure(3, OnFailure.Then.CONTINUE, 0)));
        }
        return waves;
    }

    /// Open for most of each day, so that a bound of the time it takes can be told.
    private MigrationWindow window(String name, OnClose onClose) {
        return new MigrationWindow(
                name,
                "%d %d * * *".formatted(random.nextInt(60), random.nextInt(24)),
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                Duration.ofHours(20),
                onClose);
    }
}
