package dev.pgconvoy.launcher.command.pause;

import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.migration.MigrationStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "resume", description = "Lets migrations go on that pgconvoy pause has paused, in the same snapshot.")
public final class ResumeCommand implements Callable<Integer> {

    private final CommandSession session;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "<targetServer>/<migrationName>, one or several.")
    private List<String> ids = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it goes into the event.")
    private String reason = "resumed at the command line";

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    public ResumeCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return new PauseWishes(session, kafka.broker(session)).publish(ids, reason, new PauseWishes.Kind() {
            @Override
            public Optional<String> refusal(MigrationStatus status) {
                return status.isFinal()
                        ? Optional.of(
                                "%s has ended as %s and is not paused. To go on with what an interrupted migration has copied, request it again with --resume."
                                        .formatted(status.id(), status.state().text()))
                        : Optional.empty();
            }

            @Override
            public PauseSet wish(MigrationStatus status) {
                return PauseSet.resume(status.id(), reason);
            }

            @Override
            public String said(MigrationStatus status) {
                return "asked %s to go on; see it with: pgconvoy watch %s".formatted(status.id(), status.id());
            }
        });
    }
}
