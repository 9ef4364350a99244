package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.client.Broker;
import dev.pgconvoy.launcher.client.MigrationFollower;
import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.command.session.Interrupts;
import dev.pgconvoy.launcher.command.session.Session;
import dev.pgconvoy.launcher.embedded.Installation;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.view.Outputs;
import dev.pgconvoy.launcher.view.ReportFile;
import dev.pgconvoy.launcher.view.ReportView;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import java.nio.file.Path;
import java.util.Optional;

/// One migration from its request to its report.
final class MigrationRun {

    private final Session session;
    private final boolean json;
    private final Optional<Path> report;

    MigrationRun(Session session, boolean json, Optional<Path> report) {
        this.session = session;
        this.json = json;
        this.report = report;
    }

    /// In an installation of our own, whose logs would be gone with it when something failed.
    ExitCode run(Installation installation, MigrationRequest request) {
        var ended = false;
        try {
            var code = run(new Broker(installation.kafkaClientSettings()), request, installation::requireComplete);
            ended = code != ExitCode.FAILED;
            return code;
        } finally {
            if (!ended) {
                var folder = Path.of("pgconvoy-logs-" + request.id().name());
                installation.keepLogs(folder);
                session.say("the logs of the services are in " + folder);
            }
        }
    }

    /// @param health throws when going on makes no sense
    ExitCode run(Broker broker, MigrationRequest request, Runnable health) {
        requireNew(broker, request.id());
        var output = Outputs.of(json, session.terminal(), session.out(), session.err());
        var interrupts = Interrupts.caught();
        var ended = new MigrationFollower(broker, output, session.clock()).run(request, interrupts::asked, health);
        if (!json) {
            session.out().println();
            ReportView.lines(ended).forEach(session.out()::println);
        }
        report.ifPresent(file -> {
            ReportFile.write(file, ended);
            session.say("the report is in " + file);
        });
        if (ReportView.canBeResumed(ended)) {
            session.say(
                    "to go on with what is copied, run the same again with --resume (and another --name, if named)");
        }
        return ExitCode.of(ended);
    }

    /// The same request again changes nothing, so there would be no news to wait for.
    static void requireNew(Broker broker, MigrationId id) {
        RecordedStates.find(broker, id).ifPresent(known -> {
            throw CommandException.usage(
                    "The migration %s exists already and is %s. Choose another --name, or look at it with: pgconvoy watch %s"
                            .formatted(id, known.state().text(), id));
        });
    }
}
