package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.fleet.status.FleetNews.ActionRefused;
import dev.pgconvoy.fleet.status.FleetNews.ActionTaken;
import dev.pgconvoy.fleet.status.FleetNews.PhaseChanged;
import dev.pgconvoy.fleet.status.FleetNews.PlanAccepted;
import dev.pgconvoy.fleet.status.FleetNews.PlanRefused;
import dev.pgconvoy.fleet.status.FleetNews.PlanUnchanged;
import dev.pgconvoy.fleet.status.FleetNews.ServerChanged;
import dev.pgconvoy.fleet.status.FleetNews.WaveChanged;
import dev.pgconvoy.fleet.status.PlanChanges;
import dev.pgconvoy.launcher.client.FleetFeed;
import dev.pgconvoy.launcher.client.RequestPublisher;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.fleet.file.FleetFile;
import dev.pgconvoy.launcher.fleet.view.PlanView;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = {
            "Applies a fleet file; applied twice, it changes nothing. A server whose migration has begun is never touched unasked.",
            "Exit codes: 0 it is applied, 1 something needed is missing, 2 bad usage, 3 something is wrong with the file."
        })
final class FleetApplyCommand implements Callable<Integer> {

    private final CommandSession session;

    @Parameters(paramLabel = "FILE", description = "YAML, or JSON where the name ends with .json.")
    private Path file = Path.of("");

    @Option(
            names = "--replace",
            description = "Also migrate servers anew that have changed and have begun: what runs is cancelled first.")
    private boolean replace;

    @Option(names = "--prune", description = "Also cancel and remove servers that are gone from the file.")
    private boolean prune;

    @Mixin
    private final RevisionFlag revision = new RevisionFlag();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetApplyCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var read = FleetFile.read(file);
        var fleet = read.fleet();
        var plan = FleetActions.checked(() -> new FleetRequested(fleet, replace, prune, revision.expected()));
        var broker = kafka.broker(session);
        try (var publisher = new RequestPublisher(broker, session.clock()::instant);
                var feed = FleetFeed.open(broker, fleet.name())) {
            var request = publisher.apply(plan);
            var answer = feed.answer(
                    request,
                    news -> news instanceof PlanAccepted
                            || news instanceof PlanUnchanged
                            || news instanceof PlanRefused);
            switch (answer) {
                case PlanAccepted(var changes) -> show(read, changes);
                case PlanUnchanged(var changes) -> show(read, changes);
                case PlanRefused(var faults) -> throw read.refusal(faults);
                case ActionTaken _, ActionRefused _, PhaseChanged _, WaveChanged _, ServerChanged _ ->
                    throw new IllegalStateException("no answer to a plan: " + answer);
            }
        }
        return 0;
    }

    private void show(FleetFile read, PlanChanges changes) {
        PlanView.lines(read.fleet(), changes).forEach(session.out()::println);
        session.say("applied; see how it stands with: pgconvoy fleet status --fleet %s --watch"
                .formatted(read.fleet().name()));
    }
}
