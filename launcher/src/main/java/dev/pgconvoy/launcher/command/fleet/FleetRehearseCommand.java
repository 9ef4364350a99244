package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.command.session.InterruptHandling;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.fleet.file.FleetFile;
import dev.pgconvoy.launcher.fleet.rehearsal.PlannedRehearsal;
import dev.pgconvoy.launcher.fleet.rehearsal.RehearsalResult;
import dev.pgconvoy.launcher.fleet.rehearsal.RehearsalRules;
import dev.pgconvoy.launcher.fleet.rehearsal.ServerRehearsal;
import dev.pgconvoy.launcher.fleet.view.RehearsalView;
import dev.pgconvoy.launcher.view.ProgressOutputs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rehearse",
        description = {
            "Migrates the servers of a wave, one after the other, to a target that is given for it, measures how long each takes, and drops the databases again.",
            "Nothing of the fleet has to be applied, and nothing of it changes. The plan reckons with what was measured.",
            "Ctrl-C cancels the rehearsal that runs and begins no other one.",
            "Exit codes: 0 every rehearsal has succeeded and nothing of it is left, 1 something needed is missing, 2 bad usage, 3 one has not, or something is wrong with the file, 5 interrupted."
        })
final class FleetRehearseCommand implements Callable<Integer> {

    private final CommandSession session;

    @Parameters(index = "0", paramLabel = "WAVE", description = "A wave of the file.")
    private String wave = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "YAML, or JSON where the name ends with .json.")
    private Path file = Path.of("");

    @Mixin
    private final RehearsalTargetFlags target = new RehearsalTargetFlags();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetRehearseCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var fleet = FleetFile.read(file).fleet();
        // A number that no earlier rehearsal has.
        var number = (int) Math.min(Integer.MAX_VALUE, session.clock().instant().getEpochSecond());
        var planned = target.withSecrets(
                RehearsalRules.rehearsals(fleet, wave, target.endpoint(session), number), session, kafka);
        var interrupts = InterruptHandling.caught();
        var results = rehearse(planned, interrupts);
        var succeeded = results.stream().filter(RehearsalResult::hasSucceeded).count();
        session.out()
                .println(
                        "%,d of %,d servers were rehearsed. The plan reckons with what was measured: pgconvoy fleet plan %s"
                                .formatted(succeeded, planned.size(), file));
        if (interrupts.asked()) {
            return ExitCode.CANCELED.number();
        }
        return (succeeded == planned.size() ? ExitCode.SUCCEEDED : ExitCode.VALIDATION_FAILED).number();
    }

    /// One at a time: they share a target, and would measure each other.
    private List<RehearsalResult> rehearse(List<PlannedRehearsal> planned, InterruptHandling interrupts) {
        var broker = kafka.broker(session);
        var results = new ArrayList<RehearsalResult>();
        for (var one : planned) {
            if (interrupts.asked()) {
                break;
            }
            var connector = target.connector(one.request().target(), session, kafka);
            var rehearsal = new ServerRehearsal(broker, connector, session.clock(), interrupts::asked);
            var result =
                    rehearsal.run(one, ProgressOutputs.of(false, session.terminal(), session.out(), session.err()));
            RehearsalView.lines(result).forEach(session.out()::println);
            session.out().flush();
            results.add(result);
        }
        return results;
    }
}
