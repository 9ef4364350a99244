package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.embedded.InstallationSettings;
import dev.pgconvoy.launcher.embedded.LocalInstallation;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.request.CommandSide;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.launcher.request.ServerWish;
import dev.pgconvoy.launcher.sample.SampleDatabase;
import dev.pgconvoy.launcher.stack.PostgresProcess;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.view.MigrationEnd;
import dev.pgconvoy.launcher.view.PrivateFile;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.AllowedServers;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Starts everything, makes a sample database, migrates it, shows the report and stops everything.")
final class DemoCommand implements Callable<Integer> {

    private static final BigDecimal LARGEST = BigDecimal.valueOf(1_000);

    private final CommandSession session;

    @Option(names = "--keep", description = "Leave everything up until Ctrl-C, and print the addresses.")
    private boolean keep;

    @Option(names = "--report", paramLabel = "FILE", description = "Default: pgconvoy-report.json.")
    private Path report = Path.of("pgconvoy-report.json");

    @Option(names = "--scale", paramLabel = "N", description = "Size of the sample; 1 (default) makes about 300 MB.")
    private BigDecimal scale = BigDecimal.ONE;

    @Option(names = "--json", description = "One JSON object per line on standard output, for machines.")
    private boolean json;

    @Mixin
    private final ServerVersions versions = new ServerVersions();

    DemoCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (scale.signum() <= 0 || scale.compareTo(LARGEST) > 0) {
            throw CommandException.usage("--scale: a number above 0, at most " + LARGEST);
        }
        PrivateFile.requireWritable("--report", report);
        var servers = new InstallationSettings.Servers(versions.source(), 0, versions.target(), 0);
        var settings = new InstallationSettings(
                0, 0, Optional.of(servers), AllowedReferences.exactly(List.of()).within(AllowedServers.NONE));
        var code = run(settings);
        if (code == ExitCode.SUCCEEDED) {
            TrainingAfterwards.startIfNeeded(session);
        }
        return code.number();
    }

    private ExitCode run(InstallationSettings settings) {
        try (var installation = LocalInstallation.start(StackFolder.temporary(), settings, session::say)) {
            SampleFiller.fill(installation.source(), scale, session);
            var code = new MigrationRun(session, json, new MigrationEnd(Optional.of(report)))
                    .run(installation, request(installation));
            if (keep) {
                ForegroundRun.addresses(installation, session);
                ForegroundRun.untilInterrupted(installation, session);
            }
            return code;
        }
    }

    /// The services read the servers' passwords from the stack's own files.
    private MigrationRequest request(LocalInstallation installation) {
        return new RequestDraft(
                        wish(CommandSide.SOURCE, installation.source(), SampleDatabase.NAME),
                        wish(CommandSide.TARGET, installation.target(), "postgres"),
                        List.of(SampleDatabase.NAME),
                        Optional.of("demo"),
                        MigrationOptions.DEFAULTS)
                .request(
                        session.passwords(),
                        () -> {
                            throw new IllegalStateException("no password is in clear text here");
                        },
                        session.clock().instant());
    }

    private static ServerWish wish(CommandSide side, PostgresProcess server, String database) {
        return ServerWish.of(
                side, server.uri(database), Optional.of("file:" + server.passwordFile()), Optional.empty());
    }
}
