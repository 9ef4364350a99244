package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fleet.forecast.MeasuredRehearsal;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.launcher.client.BrokerAccess;
import dev.pgconvoy.launcher.client.FleetWatch;
import dev.pgconvoy.launcher.client.RecordedFleets;
import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.fleet.view.FleetStatusView;
import dev.pgconvoy.launcher.fleet.view.RehearsalView;
import dev.pgconvoy.launcher.view.TerminalFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = {
            "Shows how a fleet stands, or, without --fleet and where there are several, which fleets there are.",
            "With --watch it looks on until the fleet has ended or is stopped. Exit codes are then: 0 every server has succeeded, 4 not every one."
        })
final class FleetStatusCommand implements Callable<Integer> {

    private final CommandSession session;

    @Mixin
    private final FleetFlag fleet = new FleetFlag();

    @Option(names = "--watch", description = "Go on until it has ended. Ctrl-C only ends the watching.")
    private boolean watch;

    @Option(names = "--json", description = "One JSON object per line on standard output, for machines.")
    private boolean json;

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetStatusCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var broker = kafka.broker(session);
        var fleets = RecordedFleets.read(broker);
        if (fleet.name().isEmpty() && fleets.states().size() > 1 && !watch) {
            fleets.states().values().forEach(json ? this::print : this::brief);
            return 0;
        }
        var status = fleet.chosen(fleets);
        if (watch) {
            return watch(broker, status);
        }
        if (json) {
            print(status);
        } else {
            view(status, rehearsals(broker, status));
        }
        return 0;
    }

    private static Map<String, MeasuredRehearsal> rehearsals(BrokerAccess broker, FleetStatus status) {
        return MeasuredRehearsal.latest(
                status.fleet(), RecordedStates.read(broker).values());
    }

    private int watch(BrokerAccess broker, FleetStatus status) {
        var frame = new TerminalFrame(session.out());
        // Read once: what a rehearsal measures meanwhile is shown the next time.
        var rehearsals = json ? Map.<String, MeasuredRehearsal>of() : rehearsals(broker, status);
        Consumer<FleetStatus> draw = latest -> frame.draw(lines(latest, rehearsals));
        var inPlace = session.terminal() && !json;
        Consumer<FleetStatus> changed = json ? this::print : this::line;
        var ended = FleetWatch.untilEnded(broker, status.fleet(), inPlace ? draw : changed, inPlace ? draw : _ -> {});
        if (!json && !session.terminal()) {
            view(ended, rehearsals);
        }
        return switch (ended.phase()) {
            case SUCCEEDED -> ExitCode.SUCCEEDED.number();
            case ENDED, STOPPED, PAUSED, RUNNING -> ExitCode.FAILED.number();
        };
    }

    private void view(FleetStatus status, Map<String, MeasuredRehearsal> rehearsals) {
        lines(status, rehearsals).forEach(session.out()::println);
    }

    private List<String> lines(FleetStatus status, Map<String, MeasuredRehearsal> rehearsals) {
        var lines =
                new ArrayList<>(FleetStatusView.lines(status, session.clock().instant()));
        var names = status.servers().stream().map(ServerStatus::server).toList();
        lines.addAll(RehearsalView.table(rehearsals, names));
        return lines;
    }

    private void line(FleetStatus status) {
        session.out().println("%s  %s".formatted(status.changedAt(), FleetStatusView.brief(status)));
    }

    private void brief(FleetStatus status) {
        session.out().println(FleetStatusView.brief(status));
    }

    private void print(FleetStatus status) {
        session.out().println(new String(EventJson.write(status), StandardCharsets.UTF_8));
        session.out().flush();
    }
}
