package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.launcher.client.RecordedFleets;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cancel",
        description =
                "Stops a wave, a server or all of a fleet: what has not begun never does, what runs is cancelled.")
final class FleetCancelCommand implements Callable<Integer> {

    private final CommandSession session;

    @Mixin
    private final PartFlags part = new PartFlags();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it goes into the event.")
    private String reason = "cancelled at the command line";

    @Mixin
    private final FleetFlag fleet = new FleetFlag();

    @Mixin
    private final RevisionFlag revision = new RevisionFlag();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetCancelCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var broker = kafka.broker(session);
        var status = fleet.chosen(RecordedFleets.read(broker));
        var meant = part.in(status);
        FleetActions.ask(
                session,
                broker,
                status.fleet(),
                revision,
                () -> new FleetAction.Cancel(meant.wave(), meant.server(), reason));
        session.say(
                "asked to stop; see the end with: pgconvoy fleet status --fleet %s --watch".formatted(status.fleet()));
        return 0;
    }
}
