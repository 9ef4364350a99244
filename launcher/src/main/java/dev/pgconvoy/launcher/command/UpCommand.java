package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.flags.DataFlag;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.embedded.InstallationSettings;
import dev.pgconvoy.launcher.embedded.LocalInstallation;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.secret.AllowedReferences;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Runs Kafka, the four services and two PostgreSQL servers on this machine until Ctrl-C.")
final class UpCommand implements Callable<Integer> {

    private static final int HIGHEST_PORT = 65_535;

    private final CommandSession session;

    @Mixin
    private final DataFlag data = new DataFlag();

    @Option(names = "--port", paramLabel = "PORT", description = "Of the REST API; default 8080, 0 for a free one.")
    private int port = 8080;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Default 9092, 0 for a free one.")
    private int kafkaPort = 9092;

    @Option(names = "--source-port", paramLabel = "PORT", description = "Default 5433, 0 for a free one.")
    private int sourcePort = 5433;

    @Option(names = "--target-port", paramLabel = "PORT", description = "Default 5434, 0 for a free one.")
    private int targetPort = 5434;

    @Mixin
    private final ServerVersions versions = new ServerVersions();

    UpCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var settings = new InstallationSettings(
                checked("--kafka-port", kafkaPort),
                checked("--port", port),
                Optional.of(new InstallationSettings.Servers(
                        versions.source(),
                        checked("--source-port", sourcePort),
                        versions.target(),
                        checked("--target-port", targetPort))),
                allowed());
        try (var installation =
                LocalInstallation.start(StackFolder.open(data.folder(session)), settings, session::say)) {
            ForegroundRun.addresses(installation, session);
            ForegroundRun.untilInterrupted(installation, session);
        }
        TrainingAfterwards.startIfNeeded(session);
        return 0;
    }

    private static AllowedReferences allowed() {
        try {
            return AllowedReferences.configured();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private static int checked(String flag, int port) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw CommandException.usage("%s: a port is between 0 and %d".formatted(flag, HIGHEST_PORT));
        }
        return port;
    }
}
