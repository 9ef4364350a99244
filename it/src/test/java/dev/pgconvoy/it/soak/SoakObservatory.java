package dev.pgconvoy.it.soak;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks at all processes, both servers and the broker's disk from outside.
final class SoakObservatory implements AutoCloseable {

    private static final Pattern KNOWN = Pattern.compile("(?m)^pgconvoy_migrations\\{[^}]*} (\\S+)$");
    private static final String OURS = """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name LIKE 'pgconvoy%' OR application_name IN ('pg_dump', 'pg_restore')""";

    private final TestEnvironment environment;
    private final Path histograms;
    private final List<ProcessFigures> processes;
    private final Map<String, Connection> servers = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    SoakObservatory(TestEnvironment environment, Path histograms, RunningServer source, RunningServer target)
            throws SQLException, IOException {
        this.environment = environment;
        this.histograms = Files.createDirectories(histograms);
        this.processes = Stream.concat(
                        Stream.of(TestEnvironment.PREFLIGHT, TestEnvironment.SUBMITTER, TestEnvironment.MONITOR),
                        TestEnvironment.WORKERS.stream())
                .map(name -> new ProcessFigures(name, environment.service(name).pid()))
                .toList();
        servers.put("the source", source.connect("postgres"));
        servers.put("the target", target.connect("postgres"));
    }

    SoakSample look(Duration at) throws SQLException {
        var values = new HashMap<MeasuredFigure, Long>();
        try {
            for (var process : processes) {
                process.addTo(values);
                var scratch =
                        FolderSize.of(environment.folder().resolve("services").resolve(process.name()), _ -> true);
                values.put(new MeasuredFigure(process.name(), BoundedQuantity.SET_ASIDE), scratch.bytes());
                values.put(new MeasuredFigure(process.name(), BoundedQuantity.SCRATCH_FILES), scratch.files());
            }
            values.put(new MeasuredFigure(TestEnvironment.MONITOR, BoundedQuantity.MIGRATIONS), migrations());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var server : servers.entrySet()) {
            var count = SuperuserSql.lines(server.getValue(), OURS).getFirst();
            values.put(new MeasuredFigure(server.getKey(), BoundedQuantity.CONNECTIONS), Long.parseLong(count));
        }
        new TopicFigures(environment.folder().resolve("kafka").resolve("data")).addTo(values);
        return new SoakSample(at, values);
    }

    /// The same with the heaps.
    ///
    /// @param name of the files with their objects
    SoakSample lookDeeply(Duration at, String name) throws SQLException {
        var sample = look(at);
        var values = new HashMap<>(sample.values());
        for (var process : processes) {
            process.addHeapTo(values, histograms.resolve("%s-%s.txt".formatted(process.name(), name)));
        }
        return new SoakSample(at, values);
    }

    private long migrations() throws IOException {
        var metrics = environment.service(TestEnvironment.MONITOR).uri("/q/metrics");
        try {
            var text = http.send(
                            HttpRequest.newBuilder(metrics)
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return Math.round(KNOWN.matcher(text)
                    .results()
                    .mapToDouble(line -> Double.parseDouble(line.group(1)))
                    .sum());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws SQLException {
        http.close();
        for (var connection : servers.values()) {
            connection.close();
        }
    }
}
