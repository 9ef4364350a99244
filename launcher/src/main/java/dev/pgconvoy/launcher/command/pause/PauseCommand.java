package dev.pgconvoy.launcher.command.pause;

import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.pause.PauseRules;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pause",
        description = {
            "Pauses running migrations: copies stop, and all sessions are closed but those that lead and hold the snapshot. An index that is being built is finished first.",
            "They go on with resume, in the same snapshot; or by themselves, as the snapshot holds back vacuum at the source.",
            "So that nothing more of a fleet begins: pgconvoy fleet pause."
        })
public final class PauseCommand implements Callable<Integer> {

    private final CommandSession session;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "<targetServer>/<migrationName>, one or several.")
    private List<String> ids = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it goes into the event.")
    private String reason = "paused at the command line";

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description =
                    "Such as 30m or 2h: then they go on by themselves. At most as long as the workers allow (4h, unless they are set otherwise).")
    private Optional<String> length = Optional.empty();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    public PauseCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var until = length.map(PauseCommand::parse).map(session.clock().instant()::plus);
        return new PauseWishes(session, kafka.broker(session)).publish(ids, reason, new PauseWishes.Kind() {
            @Override
            public Optional<String> refusal(MigrationStatus status) {
                return PauseRules.objection(status)
                        .map(objection -> "%s cannot be paused: %s.".formatted(status.id(), objection));
            }

            @Override
            public PauseSet wish(MigrationStatus status) {
                return PauseSet.pause(status.id(), reason, until);
            }

            @Override
            public String said(MigrationStatus status) {
                return "asked %s to pause%s. %s Let it go on with: pgconvoy resume %s"
                        .formatted(status.id(), words(until), PauseRules.CONSEQUENCES, status.id());
            }
        });
    }

    private static String words(Optional<Instant> until) {
        return until.map(" until %s, and at most as long as the workers allow"::formatted)
                .orElse("");
    }

    private static Duration parse(String text) {
        try {
            var length = Duration.parse(text.startsWith("P") ? text : "PT" + text);
            if (length.isPositive()) {
                return length;
            }
        } catch (DateTimeParseException _) {
            // refused like one that is over at once
        }
        throw CommandException.usage("--for must be a duration such as 30m, 2h or 1h30m");
    }
}
