package dev.pgconvoy.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What the alert rules and dashboards of the project ask Prometheus.
public final class MetricQueries {

    static final Path PROJECT = Path.of("..");
    static final Path ALERTS = PROJECT.resolve("deploy/prometheus/alerts.yml");
    static final Path DASHBOARDS = PROJECT.resolve("deploy/grafana/dashboards");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern METRIC = Pattern.compile("\\b(?:pgconvoy|jvm|http)_[a-z0-9_]+");

    private MetricQueries() {}

    /// Names of metrics that the services must have.
    public static SortedSet<String> metrics() throws IOException {
        var names = new TreeSet<String>();
        for (var query : all()) {
            METRIC.matcher(STRING.matcher(query).replaceAll("\"\""))
                    .results()
                    .forEach(found -> names.add(found.group()));
        }
        return names;
    }

    static List<String> all() throws IOException {
        var queries = new ArrayList<String>();
        alerts().forEach(alert -> queries.add(alert.path("expr").asText()));
        for (var dashboard : dashboards()) {
            queries.addAll(expressions(dashboard));
        }
        return queries;
    }

    static List<JsonNode> alerts() throws IOException {
        var alerts = new ArrayList<JsonNode>();
        yaml(ALERTS).path("groups").forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    static JsonNode yaml(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }

    static List<JsonNode> dashboards() throws IOException {
        var dashboards = new ArrayList<JsonNode>();
        try (var files = Files.list(DASHBOARDS)) {
            for (var file : files.sorted().toList()) {
                dashboards.add(JSON.readTree(file.toFile()));
            }
        }
        return dashboards;
    }

    static List<String> expressions(JsonNode dashboard) {
        return dashboard.findValuesAsText("expr");
    }
}
