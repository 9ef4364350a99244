package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.forecast.CheckEstimates;
import dev.pgconvoy.fleet.forecast.Forecast;
import dev.pgconvoy.fleet.forecast.MeasuredRehearsal;
import dev.pgconvoy.fleet.schedule.PlanDiff;
import dev.pgconvoy.fleet.schedule.PlanDiff.Standing;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.launcher.client.RecordedFleets;
import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.fleet.file.FleetFile;
import dev.pgconvoy.launcher.fleet.view.FleetPlan;
import dev.pgconvoy.launcher.fleet.view.PlanView;
import dev.pgconvoy.launcher.fleet.view.RehearsalView;
import dev.pgconvoy.launcher.fleet.view.ScheduleView;
import dev.pgconvoy.launcher.view.PrivateFile;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = {
            "Says what applying a fleet file would change, and changes nothing.",
            "Exit codes: 0 the file is what is applied, 1 something needed is missing or bad usage, 2 they differ, 3 something is wrong with the file."
        },
        exitCodeOnInvalidInput = 1)
final class FleetPlanCommand implements Callable<Integer> {

    private static final int SAME = 0;
    private static final int DIFFERENT = 2;

    private final CommandSession session;

    @Parameters(paramLabel = "FILE", description = "YAML, or JSON where the name ends with .json.")
    private Path file = Path.of("");

    @Option(names = "--replace", description = "As apply --replace would do.")
    private boolean replace;

    @Option(names = "--prune", description = "As apply --prune would do.")
    private boolean prune;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the plan there, too, as JSON.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Print the plan as JSON.")
    private boolean json;

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetPlanCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var fleet = FleetFile.read(file).fleet();
        out.ifPresent(path -> PrivateFile.requireWritable("--out", path));
        var broker = kafka.broker(session);
        var states = RecordedStates.read(broker);
        var plan = plan(fleet, RecordedFleets.read(broker), states);
        var text = new String(EventJson.write(plan), StandardCharsets.UTF_8);
        if (json) {
            session.out().println(text);
        } else {
            PlanView.lines(fleet, plan.changes()).forEach(session.out()::println);
            ScheduleView.lines(fleet, plan.schedule(), session.out().charset()).forEach(session.out()::println);
            var names = fleet.spec().servers().stream().map(FleetServer::name).toList();
            RehearsalView.table(MeasuredRehearsal.latest(fleet.name(), states.values()), names)
                    .forEach(session.out()::println);
            session.out()
                    .println(
                            "Made against revision %d; to apply it to no other one: pgconvoy fleet apply %s --if-revision %d"
                                    .formatted(plan.revision(), file, plan.revision()));
        }
        out.ifPresent(path -> PrivateFile.write(path, text + "\n"));
        return plan.isWhatIsApplied() ? SAME : DIFFERENT;
    }

    private FleetPlan plan(Fleet fleet, RecordedFleets fleets, Map<MigrationId, MigrationStatus> states) {
        var standing = fleets.state(fleet.name());
        var changes = new PlanDiff(RequestHash::of).changes(standing.map(Standing::of), fleet, replace, prune);
        var forecast = new Forecast(SchedulerSettings.DEFAULTS, CheckEstimates.of(fleet, states));
        return new FleetPlan(
                fleet.name(),
                standing.map(FleetStatus::revision).orElse(0L),
                changes,
                forecast.of(fleet, standing, session.clock().instant()));
    }
}
