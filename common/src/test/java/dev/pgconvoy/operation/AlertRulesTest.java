package dev.pgconvoy.operation;

import static dev.pgconvoy.operation.MetricQueries.ALERTS;
import static dev.pgconvoy.operation.MetricQueries.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AlertRulesTest {

    private static final String TESTS = "deploy/prometheus/alerts_test.yml";

    @Test
    void the_rules_are_valid() throws Exception {
        Promtool.accepts("check", "rules", ALERTS.toString());
    }

    @Test
    void each_rule_fires_as_its_test_says() throws Exception {
        Promtool.accepts("test", "rules", PROJECT.resolve(TESTS).toString());
    }

    @Test
    void each_alert_has_a_test_in_which_it_fires_and_one_in_which_it_does_not() throws IOException {
        var firing = new TreeSet<String>();
        var quiet = new TreeSet<String>();
        MetricQueries.yaml(PROJECT.resolve(TESTS)).findValues("alert_rule_test").forEach(tests -> {
            for (var test : tests) {
                (test.path("exp_alerts").isEmpty() ? quiet : firing)
                        .add(test.path("alertname").asText());
            }
        });
        var alerts = MetricQueries.alerts().stream()
                .map(alert -> alert.path("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(alerts).hasSizeGreaterThan(10);
        assertThat(firing).isEqualTo(alerts);
        assertThat(quiet).isEqualTo(alerts);
    }

    @Test
    void each_alert_leads_to_a_paragraph_that_says_what_to_do() throws IOException {
        var page = Files.readString(PROJECT.resolve("docs/operations.md"));

        assertThat(MetricQueries.alerts()).allSatisfy(alert -> {
            var name = alert.path("alert").asText();
            assertThat(annotation(alert, "runbook_url"))
                    .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(annotation(alert, "summary")).isNotBlank();
            assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(page).contains("\n### " + name + "\n");
        });
    }

    private static String annotation(JsonNode alert, String name) {
        return alert.path("annotations").path(name).asText();
    }
}
