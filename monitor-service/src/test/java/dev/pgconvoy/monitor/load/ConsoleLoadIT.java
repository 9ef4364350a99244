package dev.pgconvoy.monitor.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.monitor.MonitorProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// What the monitor does with a large fleet: `-Dpgconvoy.it.load=FILE` leaves the figures
/// there, as `docs/benchmarks.md` shows them. With `-Dpgconvoy.it.load.migrations=N` it is
/// a smaller trial.
@EnabledIfSystemProperty(named = "pgconvoy.it.load", matches = ".+")
class ConsoleLoadIT {

    private static final int RUNNING = Integer.getInteger("pgconvoy.it.load.migrations", 1_000);
    private static final int TABLES = 100;
    private static final int LISTED = 2 * RUNNING;
    private static final int PER_SECOND = 20 * RUNNING;
    private static final int BURST_SECONDS = 10;
    private static final int BURSTS = 3;
    private static final int VIEWS = 200;
    private static final int HEAP_MEGABYTES = 512;
    private static final int LOOKED_AT = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final InstantSource clock = InstantSource.system();

    @Test
    void a_large_fleet_is_shown_as_it_goes() throws Exception {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("environment", Map.of("facts", facts()));
        figures.put("running", RUNNING);
        figures.put("listed", LISTED);
        figures.put("tables", TABLES);
        figures.put("eventsPerSecond", PER_SECOND);
        figures.put("burstSeconds", BURST_SECONDS);
        figures.put("views", VIEWS);
        figures.put("heapMegabytes", HEAP_MEGABYTES);
        var port = freePort();
        try (var broker = new EmbeddedBroker();
                var fleet = new CopyingFleet(broker.bootstrapServers(), RUNNING, LISTED - RUNNING, TABLES, clock);
                var monitor = new MonitorProcess(
                        broker.bootstrapServers(),
                        port,
                        Map.of("PGCONVOY_TOPICS_PARTITIONS", "8", "PGCONVOY_HTTP_RATE_CALLS_PER_SECOND", "100000"),
                        List.of("-Xmx%dm".formatted(HEAP_MEGABYTES)))) {
            await().atMost(PATIENCE).until(monitor::isReady);
            await().atMost(PATIENCE)
                    .until(() -> monitor.get("/api/workers").body().contains("knownSince\":\""));
            fleet.begin();
            await().atMost(PATIENCE).until(() -> rows(monitor, "").path("total").asInt() == LISTED);
            fleet.giveOutTables();
            try (var views = new OpenViews()) {
                open(views, port, fleet);
                burst(monitor, fleet, BURST_SECONDS); // a JVM compiles what it runs often
                measure(monitor, fleet, views, figures);
            }
            figures.put("garbageSeconds", metric(monitor, "jvm_gc_pause_seconds_sum"));
            figures.put("residentMegabytes", residentMegabytes(monitor.pid()));
            if (Files.isExecutable(ScrolledList.CHROMIUM)) {
                figures.put("scrolled", ScrolledList.measure("http://127.0.0.1:%d/".formatted(port), LISTED));
            }
        }
        System.out.println(EventJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(figures));
        Files.writeString(
                Path.of(System.getProperty("pgconvoy.it.load")),
                EventJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    }

    /// Half of them look at the list in several orders, half at one migration each.
    private static void open(OpenViews views, int port, CopyingFleet fleet) throws IOException {
        var lists = List.of("sort=id", "sort=requested", "sort=rate", "sort=left", "sort=id&label=team:retail");
        for (var number = 0; number < VIEWS / 2; number++) {
            views.open(port, "/api/live/fleet?limit=50&" + lists.get(number % lists.size()));
            views.open(port, "/api/live/migration?id=" + fleet.id(number % RUNNING));
        }
    }

    private void measure(MonitorProcess monitor, CopyingFleet fleet, OpenViews views, Map<String, Object> figures)
            throws Exception {
        var lags = new ArrayList<Double>();
        var before = views.counts().toArray();
        var began = System.nanoTime();
        try (var list = new CallTimes(monitor, "/api/migrations");
                var rows = new CallTimes(monitor, "/api/migrations?view=rows&limit=50")) {
            for (var burst = 0; burst < BURSTS; burst++) {
                lags.add(burst(monitor, fleet, BURST_SECONDS));
            }
            var seconds = (System.nanoTime() - began) / 1e9;
            var after = views.counts().toArray();
            var perSecond = IntStream.range(0, after.length)
                    .mapToDouble(view -> (after[view] - before[view]) / seconds)
                    .toArray();
            assertThat(Arrays.stream(perSecond).min().orElseThrow())
                    .as("bytes per second of the view that got least")
                    .isPositive();
            figures.put("lagSeconds", lags);
            figures.put("bytesPerSecondOfAList", rates(perSecond, 0));
            figures.put("bytesPerSecondOfAMigration", rates(perSecond, 1));
            figures.put("listMillis", millis(list));
            figures.put("rowsMillis", millis(rows));
        }
    }

    /// Of every second view: mean and largest.
    private static Map<String, Double> rates(double[] perSecond, int first) {
        var rates = IntStream.range(0, perSecond.length)
                .filter(view -> view % 2 == first)
                .mapToDouble(view -> perSecond[view])
                .summaryStatistics();
        return Map.of("mean", rates.getAverage(), "most", rates.getMax());
    }

    private static Map<String, Double> millis(CallTimes times) {
        return Map.of(
                "calls", (double) times.calls(),
                "p50", times.quantile(0.5),
                "p99", times.quantile(0.99),
                "most", times.quantile(1));
    }

    /// @return seconds from its last event until all of it is shown
    private double burst(MonitorProcess monitor, CopyingFleet fleet, int seconds) throws Exception {
        fleet.say(fleet.burst(seconds, PER_SECOND, clock.instant()));
        var ended = System.nanoTime();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> isShown(monitor, fleet));
        return (System.nanoTime() - ended) / 1e9;
    }

    /// The counters of every migration, and the last that was said of tables, on
    /// each partition.
    private static boolean isShown(MonitorProcess monitor, CopyingFleet fleet) throws IOException {
        var last = fleet.lastTable();
        for (var number = RUNNING - Math.min(RUNNING, LOOKED_AT); number < RUNNING; number++) {
            var tables = EventJson.MAPPER.readTree(
                    monitor.get("/api/migrations/%s/tables?q=%s".formatted(fleet.id(number), last.table()))
                            .body());
            if (tables.path("tables").path(0).path("bytes").asLong() != last.bytes()) {
                return false;
            }
        }
        var shown = 0;
        for (var offset = 0; offset < LISTED; offset += 1_000) {
            for (var row : rows(monitor, "&limit=1000&offset=" + offset).path("migrations")) {
                shown += row.path("bytes").asLong() == fleet.bytesSaid() ? 1 : 0;
            }
        }
        return shown == RUNNING;
    }

    private static JsonNode rows(MonitorProcess monitor, String query) throws IOException {
        return EventJson.MAPPER.readTree(
                monitor.get("/api/migrations?view=rows" + query).body());
    }

    private static double metric(MonitorProcess monitor, String name) throws IOException {
        return Pattern.compile("^%s(?:\\{[^}]*})? (\\S+)$".formatted(name), Pattern.MULTILINE)
                .matcher(monitor.get("/q/metrics").body())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }

    private static double residentMegabytes(long pid) throws IOException {
        return field(Path.of("/proc/%d/status".formatted(pid)), "VmHWM") / 1_024;
    }

    private static double field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> facts() throws IOException, InterruptedException {
        var facts = new LinkedHashMap<String, String>();
        facts.put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("pgconvoy", commit().orElse("unknown"));
        facts.put(
                "CPU",
                "%d × %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                                        .filter(line -> line.startsWith("model name"))
                                        .map(line -> line.substring(line.indexOf(':') + 1)
                                                .strip())
                                        .findFirst()
                                        .orElse("unknown")));
        facts.put("memory", "%.0f GB".formatted(field(Path.of("/proc/meminfo"), "MemTotal") / (1 << 20)));
        facts.put("JDK", Runtime.version().toString());
        facts.put("load before", Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        return facts;
    }

    private static Optional<String> commit() throws InterruptedException {
        try {
            var git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
            var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
