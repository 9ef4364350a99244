package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.client.RequestPublisher;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.Session;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.MigrationIds;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Asks a migration to stop. Its end can be seen with watch.")
final class CancelCommand implements Callable<Integer> {

    private static final int LONGEST_REASON = 1_000;

    private final Session session;

    @Parameters(paramLabel = "ID", description = "<targetServer>/<migrationName>")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it goes into the event.")
    private String reason = "cancelled at the command line";

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    CancelCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var migration = MigrationIds.parse(id);
        if (reason.length() > LONGEST_REASON) {
            throw CommandException.usage("--reason: at most %d characters".formatted(LONGEST_REASON));
        }
        var broker = kafka.broker(session);
        var known = RecordedStates.require(broker, migration);
        if (known.isFinal()) {
            throw CommandException.unusable("%s has ended as %s; there is nothing to cancel."
                    .formatted(migration, known.state().text()));
        }
        try (var publisher = new RequestPublisher(broker, session.clock()::instant)) {
            publisher.cancel(migration, reason);
        }
        session.say(
                "asked %s to stop; see its end with: pgconvoy watch %s --until-done".formatted(migration, migration));
        return 0;
    }
}
