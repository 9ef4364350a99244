package dev.pgconvoy.launcher.fleet.view;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.WaveMembers;
import dev.pgconvoy.fleet.forecast.FleetForecast;
import dev.pgconvoy.fleet.forecast.LikelySpan;
import dev.pgconvoy.launcher.view.BarGlyphs;
import dev.pgconvoy.text.PrintableText;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// When the servers of a fleet are expected to migrate, as bars on a terminal: its waves, and under each its servers.
public final class ScheduleView {

    private static final int WIDTH = 40;
    private static final int MOST_SERVERS = 20;

    private ScheduleView() {}

    /// Empty when nothing is left to begin.
    public static List<String> lines(Fleet fleet, FleetForecast schedule, Charset charset) {
        if (schedule.fleet().isEmpty()) {
            return List.of();
        }
        var glyphs = BarGlyphs.of(charset);
        var lines = new ArrayList<String>();
        lines.add("Schedule in UTC, if it begins now, no migration fails and every approval is given at once;");
        lines.add("begin - end as likely as not (end in nine of ten cases):");
        lines.addAll(new GanttChart(WIDTH, glyphs.full(), glyphs.empty()).lines(bars(fleet, schedule)));
        var more = schedule.servers().size() - shown(fleet, schedule);
        if (more > 0) {
            lines.add("  and %,d more servers; --json has all".formatted(more));
        }
        return lines.stream().map(PrintableText::of).toList();
    }

    private static List<GanttChart.Bar> bars(Fleet fleet, FleetForecast schedule) {
        var bars = new ArrayList<GanttChart.Bar>();
        schedule.fleet().ifPresent(span -> bars.add(bar("fleet " + fleet.name(), span)));
        var members = WaveMembers.of(fleet.spec());
        for (var index = 0; index < members.waves().size(); index++) {
            var wave = members.waves().get(index).name();
            span(schedule.waves(), wave).ifPresent(span -> bars.add(bar("wave " + wave, span)));
            servers(members.membersOf(index, fleet.spec().servers()), schedule).forEach(bars::add);
        }
        return bars;
    }

    private static List<GanttChart.Bar> servers(List<FleetServer> servers, FleetForecast schedule) {
        return servers.stream()
                .flatMap(server ->
                        span(schedule.servers(), server.name()).stream().map(span -> bar("  " + server.name(), span)))
                .sorted(Comparator.comparing(GanttChart.Bar::from))
                .limit(MOST_SERVERS)
                .toList();
    }

    private static int shown(Fleet fleet, FleetForecast schedule) {
        var members = WaveMembers.of(fleet.spec());
        var shown = 0;
        for (var index = 0; index < members.waves().size(); index++) {
            shown += servers(members.membersOf(index, fleet.spec().servers()), schedule)
                    .size();
        }
        return shown;
    }

    private static Optional<LikelySpan> span(Map<String, LikelySpan> spans, String name) {
        return Optional.ofNullable(spans.get(name));
    }

    private static GanttChart.Bar bar(String label, LikelySpan span) {
        return new GanttChart.Bar(
                label, span.start().p50(), span.end().p50(), span.end().p90());
    }
}
