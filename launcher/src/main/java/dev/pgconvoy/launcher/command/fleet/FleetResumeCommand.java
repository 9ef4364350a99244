package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.launcher.client.RecordedFleets;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "resume",
        description = {
            "Ends the pause of a wave or a server; without a name, of a fleet and of all its parts.",
            "While the whole fleet is paused, a part that is resumed still waits. A name that the fleet has no more is resumed with --wave or --server."
        })
final class FleetResumeCommand implements Callable<Integer> {

    private final CommandSession session;

    @Mixin
    private final PartFlags part = new PartFlags();

    @Mixin
    private final FleetFlag fleet = new FleetFlag();

    @Mixin
    private final RevisionFlag revision = new RevisionFlag();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetResumeCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var broker = kafka.broker(session);
        var status = fleet.chosen(RecordedFleets.read(broker));
        var meant = part.in(status);
        FleetActions.ask(
                session, broker, status.fleet(), revision, () -> new FleetAction.Resume(meant.wave(), meant.server()));
        session.say(
                meant.isPart() && status.phase() == FleetPhase.PAUSED
                        ? "%s goes on when the fleet does, which is paused: pgconvoy fleet resume --fleet %s"
                                .formatted(meant.shown(status.fleet()), status.fleet())
                        : "%s goes on".formatted(meant.shown(status.fleet())));
        return 0;
    }
}
