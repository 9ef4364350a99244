package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.operation.MetricQueries;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What alert rules and dashboards ask for is what the services tell while they move a database.
@UsesEnvironment
class MetricNamesIT {

    private static final String DATABASE = "measured";
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Pattern SAMPLE = Pattern.compile("^([a-z][a-z0-9_]*)(?:\\{.*})? ", Pattern.MULTILINE);

    /// They are told where a receiver is configured (the monitor's WebhookIT looks at them), and where Azure's
    /// migrations are watched.
    private static final List<String> ELSEWHERE = List.of("pgconvoy_webhook_", "pgconvoy_azure_");

    private final TestEnvironment environment;

    MetricNamesIT(TestEnvironment environment) {
        this.environment = environment;
    }

    @Test
    void every_metric_that_is_asked_for_exists() throws SQLException, IOException, InterruptedException {
        var source = environment.server("source", 15);
        var target = environment.server("target", 17);
        TestDatabases.pgbench(source, DATABASE, 5);
        var told = new TreeSet<String>();
        try (var http = HttpClient.newHttpClient();
                var client = KafkaClient.connect(environment.bootstrapServers())) {
            var request = RequestJson.move("measured", source, target, DATABASE);
            client.request(request);
            client.request(RequestJson.move("refused", source, target, "is_not_there")); // so that there is a finding

            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
                scrape(http, told);
                assertThat(told)
                        .containsAll(MetricQueries.metrics().stream()
                                .filter(name -> ELSEWHERE.stream().noneMatch(name::startsWith))
                                .toList());
            });
            client.awaitEnd(request.id(), PATIENCE);
        } finally {
            TestDatabases.drop(target, DATABASE);
        }
    }

    private void scrape(HttpClient http, TreeSet<String> told) throws IOException, InterruptedException {
        var services = Stream.concat(
                        Stream.of(TestEnvironment.PREFLIGHT, TestEnvironment.SUBMITTER, TestEnvironment.MONITOR),
                        TestEnvironment.WORKERS.stream())
                .toList();
        for (var service : services) {
            var request = HttpRequest.newBuilder(environment.service(service).uri("/q/metrics"))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            SAMPLE.matcher(http.send(request, BodyHandlers.ofString()).body())
                    .results()
                    .forEach(sample -> told.add(sample.group(1)));
        }
    }
}
