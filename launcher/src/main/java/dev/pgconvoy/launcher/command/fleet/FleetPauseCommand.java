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
        name = "pause",
        description = {
            "Nothing of a wave, of a server or of all of a fleet begins any more; what runs goes on.",
            "To let a running migration rest: pgconvoy pause ID."
        })
final class FleetPauseCommand implements Callable<Integer> {

    private final CommandSession session;

    @Mixin
    private final PartFlags part = new PartFlags();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it goes into the event.")
    private String reason = "paused at the command line";

    @Mixin
    private final FleetFlag fleet = new FleetFlag();

    @Mixin
    private final RevisionFlag revision = new RevisionFlag();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetPauseCommand(CommandSession session) {
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
                () -> new FleetAction.Pause(meant.wave(), meant.server(), reason));
        session.say("%s is paused; it goes on with: pgconvoy fleet resume%s --fleet %s"
                .formatted(meant.shown(status.fleet()), meant.asFlags(), status.fleet()));
        return 0;
    }
}
