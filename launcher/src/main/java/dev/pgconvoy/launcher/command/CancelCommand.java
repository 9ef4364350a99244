package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.client.BrokerAccess;
import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.client.RequestPublisher;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.request.MigrationIds;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "cancel", description = "Asks migrations to stop. Their end can be seen with watch.")
final class CancelCommand implements Callable<Integer> {

    private static final int LONGEST_REASON = 1_000;

    private final CommandSession session;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "<targetServer>/<migrationName>, one or several.")
    private List<String> ids = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it goes into the event.")
    private String reason = "cancelled at the command line";

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    CancelCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var wanted = ids.stream().map(MigrationIds::parse).distinct().toList();
        if (reason.length() > LONGEST_REASON) {
            throw CommandException.usage("--reason: at most %d characters".formatted(LONGEST_REASON));
        }
        var broker = kafka.broker(session);
        return cancel(broker, wanted) ? ExitCode.SUCCEEDED.number() : ExitCode.UNUSABLE.number();
    }

    /// Says of each what became of it.
    ///
    /// @return whether all were asked
    private boolean cancel(BrokerAccess broker, List<MigrationId> wanted) {
        var known = RecordedStates.read(broker);
        var isEach = true;
        try (var publisher = new RequestPublisher(broker, session.clock()::instant)) {
            for (var id : wanted) {
                var refused = refusal(id, Optional.ofNullable(known.get(id)));
                if (refused.isEmpty()) {
                    publisher.cancel(id, reason);
                }
                session.say(refused.orElse(
                        "asked %s to stop; see its end with: pgconvoy watch %s --until-done".formatted(id, id)));
                isEach &= refused.isEmpty();
            }
        }
        return isEach;
    }

    private static Optional<String> refusal(MigrationId id, Optional<MigrationStatus> known) {
        if (known.isEmpty()) {
            return Optional.of("No migration %s is known there. List those that are with: pgconvoy list".formatted(id));
        }
        return known.filter(MigrationStatus::isFinal)
                .map(ended -> "%s has ended as %s; there is nothing to cancel."
                        .formatted(id, ended.state().text()));
    }
}
