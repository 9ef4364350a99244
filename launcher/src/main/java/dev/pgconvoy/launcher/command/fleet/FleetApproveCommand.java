package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.launcher.client.RecordedFleets;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "approve",
        description =
                "Opens the approval gates of a wave. Who approves and why is written down; who may publish to Kafka may approve.")
final class FleetApproveCommand implements Callable<Integer> {

    private final CommandSession session;

    @Parameters(paramLabel = "WAVE", description = "The name of the wave.")
    private String wave = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why it may begin.")
    private String reason = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "As whom; default: the role that the wave's gates ask for, where it is one.")
    private Optional<String> role = Optional.empty();

    @Option(names = "--by", paramLabel = "NAME", description = "Who approves; default: the user of this machine.")
    private String by = System.getProperty("user.name", "");

    @Mixin
    private final FleetFlag fleet = new FleetFlag();

    @Mixin
    private final RevisionFlag revision = new RevisionFlag();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    FleetApproveCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var broker = kafka.broker(session);
        var status = fleet.chosen(RecordedFleets.read(broker));
        WordsOfFleet.requireWave(status, wave);
        var as = role.orElseGet(() -> onlyRole(status));
        FleetActions.ask(
                session, broker, status.fleet(), revision, () -> new FleetAction.Approve(wave, as, by, reason));
        session.say("wave %s is approved as %s by %s".formatted(wave, as, by));
        return 0;
    }

    private String onlyRole(FleetStatus status) {
        var roles = WordsOfFleet.rolesOf(status, wave);
        if (roles.size() == 1) {
            return roles.getFirst();
        }
        throw CommandException.usage(
                roles.isEmpty()
                        ? "The wave %s has no approval gate".formatted(wave)
                        : "Name the role with --role; the gates of the wave %s ask for: %s"
                                .formatted(wave, String.join(", ", roles)));
    }
}
