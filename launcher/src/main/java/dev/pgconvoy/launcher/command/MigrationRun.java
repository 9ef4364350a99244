package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.client.BrokerAccess;
import dev.pgconvoy.launcher.client.MigrationFollower;
import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.client.ServicesState;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.command.session.InterruptHandling;
import dev.pgconvoy.launcher.embedded.LocalInstallation;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.view.EndPresentation;
import dev.pgconvoy.launcher.view.ProgressOutputs;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import java.nio.file.Path;

/// One migration from its request to its report.
final class MigrationRun {

    private final CommandSession session;
    private final boolean json;
    private final EndPresentation presentation;

    MigrationRun(CommandSession session, boolean json, EndPresentation presentation) {
        this.session = session;
        this.json = json;
        this.presentation = presentation;
    }

    /// In a new installation of our own, whose logs would be gone with it when something failed.
    ExitCode run(LocalInstallation installation, MigrationRequest request) {
        var ended = false;
        try {
            var code = follow(new BrokerAccess(installation.kafkaClientSettings()), request, installation);
            ended = code != ExitCode.FAILED;
            return code;
        } finally {
            if (!ended) {
                var folder = logs(request.id().name());
                installation.keepLogs(folder);
                session.say("the logs of the services are in " + folder);
            }
        }
    }

    /// Where the logs of a migration are kept that did not succeed.
    static Path logs(String migration) {
        return Path.of("pgconvoy-logs-" + migration);
    }

    /// In an installation that others run.
    ExitCode run(BrokerAccess broker, MigrationRequest request) {
        requireNew(broker, request.id());
        return follow(broker, request, ServicesState.UNKNOWN);
    }

    private ExitCode follow(BrokerAccess broker, MigrationRequest request, ServicesState services) {
        var output = ProgressOutputs.of(json, session.terminal(), session.out(), session.err());
        var interrupts = InterruptHandling.caught();
        var ended = new MigrationFollower(broker, output, session.clock()).run(request, interrupts::asked, services);
        if (!json) {
            session.out().println();
            presentation.lines(ended).forEach(session.out()::println);
        }
        presentation.keep(ended, session::say);
        return ExitCode.of(ended);
    }

    /// The same request again changes nothing, so there would be no news to wait for.
    static void requireNew(BrokerAccess broker, MigrationId id) {
        RecordedStates.find(broker, id).ifPresent(known -> {
            throw CommandException.usage(
                    "The migration %s exists already and is %s. Choose another --name, or look at it with: pgconvoy watch %s"
                            .formatted(id, known.state().text(), id));
        });
    }
}
