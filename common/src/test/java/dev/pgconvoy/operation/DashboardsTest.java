package dev.pgconvoy.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardsTest {

    private static final int COLUMNS = 24;

    @Test
    void panels_have_a_title_a_word_of_explanation_a_query_and_room_of_their_own() throws IOException {
        assertThat(MetricQueries.dashboards()).hasSize(2).allSatisfy(dashboard -> {
            assertThat(dashboard.path("uid").asText()).startsWith("pgconvoy-");
            assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
            var taken = new HashSet<String>();
            var ids = new HashSet<Integer>();
            for (var panel : dashboard.path("panels")) {
                assertThat(panel.path("title").asText()).isNotBlank();
                assertThat(panel.path("description").asText()).isNotBlank();
                assertThat(MetricQueries.expressions(panel)).isNotEmpty();
                assertThat(panel.findValuesAsText("uid")).containsOnly("${datasource}");
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
                take(panel.path("gridPos"), taken);
            }
        });
    }

    private static void take(JsonNode place, HashSet<String> taken) {
        var right = place.path("x").asInt() + place.path("w").asInt();
        assertThat(right).isLessThanOrEqualTo(COLUMNS);
        for (var x = place.path("x").asInt(); x < right; x++) {
            for (var y = 0; y < place.path("h").asInt(); y++) {
                assertThat(taken.add(x + ":" + (place.path("y").asInt() + y)))
                        .as("%s", place)
                        .isTrue();
            }
        }
    }

    @Test
    void queries_are_valid(@TempDir Path folder) throws Exception {
        var rules = new StringBuilder("groups:\n  - name: queries\n    rules:\n");
        var number = 0;
        for (var dashboard : MetricQueries.dashboards()) {
            for (var query : MetricQueries.expressions(dashboard)) {
                rules.append("      - { record: \"query_%d\", expr: '%s' }\n"
                        .formatted(number++, query.replace("$worker", ".*").replace("'", "''")));
            }
        }
        var file = Files.writeString(folder.resolve("queries.yml"), rules);

        Promtool.accepts("check", "rules", file.toString());
    }
}
