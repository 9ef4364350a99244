package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.launcher.client.RecordedFleets;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = {
            "Forgets a fleet: its plan, its state and its servers. Refused while a migration or a check of it runs.",
            "Its migrations stay as they are, and their ids stay used: a fleet of this name that is applied again says so of each server, and fleet retry takes the next ids."
        })
final class FleetDeleteCommand implements Callable<Integer> {

    private final CommandSession session;

    @Parameters(paramLabel = "NAME", description = "The name of the fleet.")
    private String name = "";

    @Mixin
    private final RevisionFlag revision = new RevisionFlag();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetDeleteCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var broker = kafka.broker(session);
        var status = RecordedFleets.read(broker).requireState(name);
        FleetActions.ask(session, broker, status.fleet(), revision, FleetAction.Delete::new);
        session.say("%s is deleted; its migrations are still in: pgconvoy report".formatted(status.fleet()));
        return 0;
    }
}
