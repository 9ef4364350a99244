package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.launcher.client.RecordedFleets;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "retry",
        description =
                "Migrates servers once more that have failed, were cancelled or were skipped; a stopped wave goes on.")
final class FleetRetryCommand implements Callable<Integer> {

    private final CommandSession session;

    @Mixin
    private final PartFlags part = new PartFlags();

    @Option(names = "--failed", description = "All such servers of the fleet.")
    private boolean failed;

    @Mixin
    private final FleetFlag fleet = new FleetFlag();

    @Mixin
    private final RevisionFlag revision = new RevisionFlag();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetRetryCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (failed == part.isGiven()) {
            throw CommandException.usage("Name a wave or a server, or all that have failed with --failed");
        }
        var broker = kafka.broker(session);
        var status = fleet.chosen(RecordedFleets.read(broker));
        var meant = part.in(status);
        FleetActions.ask(
                session, broker, status.fleet(), revision, () -> new FleetAction.Retry(meant.wave(), meant.server()));
        session.say("asked for once more; see how it goes with: pgconvoy fleet status --fleet %s --watch"
                .formatted(status.fleet()));
        return 0;
    }
}
