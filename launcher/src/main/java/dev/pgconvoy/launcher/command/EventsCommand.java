package dev.pgconvoy.launcher.command;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.launcher.client.TopicFeed;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.MigrationIds;
import dev.pgconvoy.text.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "events",
        description = {
            "Prints events, one JSON object per line: of one migration, or, without an ID, of all.",
            "Events of one migration and topic come in order. Passwords in clear text are left out."
        })
final class EventsCommand implements Callable<Integer> {

    /// The states are those of `migration.substate-changed` once more.
    private static final List<String> DEFAULT = List.of(
            EventType.MIGRATION_REQUESTED.topic(),
            Topics.deadLettersOf(EventType.MIGRATION_REQUESTED.topic()),
            EventType.MIGRATION_VALIDATED.topic(),
            EventType.MIGRATION_SUBMITTED.topic(),
            EventType.MIGRATION_OBSERVED.topic(),
            EventType.CANCEL_REQUESTED.topic(),
            Topics.deadLettersOf(EventType.CANCEL_REQUESTED.topic()),
            EventType.PAUSE_SET.topic(),
            Topics.deadLettersOf(EventType.PAUSE_SET.topic()),
            EventType.SUBSTATE_CHANGED.topic(),
            EventType.MIGRATION_COMPLETED.topic(),
            EventType.MIGRATION_CANCELLED.topic());

    private final CommandSession session;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "<targetServer>/<migrationName>")
    private Optional<String> id = Optional.empty();

    @Option(names = "--follow", description = "Go on with what comes, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--topic",
            split = ",",
            paramLabel = "TOPIC",
            description = "Only these; also copy.tasks and its like, and dead letters (TOPIC.dlq). Repeat at will.")
    private List<String> topics = List.of();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    EventsCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var wanted = id.map(MigrationIds::parse);
        topics.forEach(EventsCommand::requireKnown);
        TopicFeed.print(kafka.broker(session), topics.isEmpty() ? DEFAULT : topics, wanted, follow, line -> {
            session.out().println(line);
            session.out().flush();
        });
        return 0;
    }

    private static void requireKnown(String topic) {
        var known = Topics.names().toList();
        if (!known.contains(topic)) {
            throw CommandException.usage("--topic: pgconvoy has no topic of this name%s"
                    .formatted(Spelling.nearest(topic, known)
                            .map("; did you mean %s?"::formatted)
                            .orElse("; docs/events.md lists them")));
        }
    }
}
