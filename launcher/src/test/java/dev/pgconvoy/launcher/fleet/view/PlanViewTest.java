package dev.pgconvoy.launcher.fleet.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.EndpointSettings;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.fleet.FleetMetadata;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.OptionSettings;
import dev.pgconvoy.fleet.ServerDefaults;
import dev.pgconvoy.fleet.status.PlanChanges;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanViewTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    private static Fleet fleet(String... servers) {
        return new Fleet(
                new FleetMetadata("weekend", Collections.emptySortedMap()),
                new FleetSpec(
                        ServerDefaults.NONE,
                        Stream.of(servers).map(PlanViewTest::server).toList(),
                        List.of(),
                        FleetLimits.NONE,
                        List.of(),
                        List.of()));
    }

    private static FleetServer server(String name) {
        return new FleetServer(
                name,
                Optional.empty(),
                EndpointSettings.NONE,
                EndpointSettings.NONE,
                List.of(),
                Collections.emptySortedMap(),
                0,
                List.of(),
                OptionSettings.NONE,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void each_change_has_a_line() {
        var changes =
                new PlanChanges(List.of("shop"), List.of("crm"), List.of(), List.of("wiki"), List.of("old"), true);

        assertThat(PlanView.lines(fleet("shop", "crm", "wiki", "mail"), changes))
                .containsExactly("""
                Fleet weekend: 1 new, 1 changed, 0 removed
                  + shop  new
                  ~ crm  changed
                  ! wiki  changed, and its migration has begun: stays as it is without --replace
                  ! old  gone from the file: stays as it is without --prune
                  ~ waves, limits, windows, gates, labels, priorities or needs change
                  = 1 server unchanged""".split("\n"));
    }

    @Test
    void no_change_is_said() {
        var changes = new PlanChanges(List.of(), List.of(), List.of(), List.of(), List.of(), false);

        assertThat(PlanView.lines(fleet("shop", "crm"), changes))
                .containsExactly("Fleet weekend: nothing to do", "  = 2 servers unchanged");
    }

    @Test
    void bars_stand_on_one_scale_of_time() {
        var chart = new GanttChart(20, "█", "░");

        assertThat(chart.lines(List.of(
                        new GanttChart.Bar("pilot", NOON, NOON.plusSeconds(3600), NOON.plusSeconds(5400)),
                        new GanttChart.Bar(
                                "all", NOON.plusSeconds(3600), NOON.plusSeconds(5400), NOON.plusSeconds(7200)),
                        new GanttChart.Bar(
                                "no time", NOON.plusSeconds(7200), NOON.plusSeconds(7200), NOON.plusSeconds(7200)))))
                .containsExactly(
                        "  pilot    ██████████░░░░░       11-28 12:00 - 11-28 13:00 (11-28 13:30)",
                        "  all                █████░░░░░  11-28 13:00 - 11-28 13:30 (11-28 14:00)",
                        "  no time                     █  11-28 14:00 - 11-28 14:00 (11-28 14:00)");
    }

    @Test
    void without_bars_there_is_no_chart() {
        assertThat(new GanttChart(20, "#", ".").lines(List.of())).isEmpty();
    }
}
