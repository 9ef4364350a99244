package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.launcher.client.RecordedFleets;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "resume", description = "Ends a pause of a fleet.")
final class FleetResumeCommand implements Callable<Integer> {

    private final CommandSession session;

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
        FleetActions.ask(session, broker, status.fleet(), revision, FleetAction.Resume::new);
        session.say("%s goes on".formatted(status.fleet()));
        return 0;
    }
}
