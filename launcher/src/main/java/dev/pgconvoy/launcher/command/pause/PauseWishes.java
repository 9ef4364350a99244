package dev.pgconvoy.launcher.command.pause;

import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.launcher.client.BrokerAccess;
import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.client.RequestPublisher;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.request.MigrationIds;
import dev.pgconvoy.migration.MigrationStatus;
import java.util.List;
import java.util.Optional;

/// Passes on what is wanted of several migrations, and says of each what became of it.
final class PauseWishes {

    private static final int LONGEST_REASON = 1_000;

    private final CommandSession session;
    private final BrokerAccess broker;

    PauseWishes(CommandSession session, BrokerAccess broker) {
        this.session = session;
        this.broker = broker;
    }

    interface Kind {

        /// A sentence; empty when the migration can be asked.
        Optional<String> refusal(MigrationStatus status);

        PauseSet wish(MigrationStatus status);

        /// For people, once the broker has the wish.
        String said(MigrationStatus status);
    }

    /// @return the exit code: whether all were asked
    int publish(List<String> ids, String reason, Kind kind) {
        if (reason.length() > LONGEST_REASON) {
            throw CommandException.usage("--reason: at most %d characters".formatted(LONGEST_REASON));
        }
        var wanted = ids.stream().map(MigrationIds::parse).distinct().toList();
        var known = RecordedStates.read(broker);
        var isEach = true;
        try (var publisher = new RequestPublisher(broker, session.clock()::instant)) {
            for (var id : wanted) {
                var status = known.get(id);
                var refused = status == null
                        ? Optional.of(
                                "No migration %s is known there. List those that are with: pgconvoy list".formatted(id))
                        : kind.refusal(status);
                if (status != null && refused.isEmpty()) {
                    publisher.pause(kind.wish(status));
                    session.say(kind.said(status));
                }
                refused.ifPresent(session::say);
                isEach &= refused.isEmpty();
            }
        }
        return (isEach ? ExitCode.SUCCEEDED : ExitCode.UNUSABLE).number();
    }
}
