package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.client.BrokerAccess;
import dev.pgconvoy.launcher.client.MigrationFeed;
import dev.pgconvoy.launcher.client.MigrationWatch;
import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.request.MigrationIds;
import dev.pgconvoy.launcher.view.ProgressOutputs;
import dev.pgconvoy.launcher.view.ReportView;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = "Shows the progress of a migration, or, without an ID, of all. Ctrl-C only ends the watching.")
final class WatchCommand implements Callable<Integer> {

    private final CommandSession session;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "<targetServer>/<migrationName>")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--until-done",
            description =
                    "End when what is watched has ended. With an ID the exit code is then the one of migrate, and the report is shown.")
    private boolean untilDone;

    @Option(names = "--json", description = "One JSON object per line on standard output, for machines.")
    private boolean json;

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    WatchCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var wanted = id.map(MigrationIds::parse);
        var broker = kafka.broker(session);
        return wanted.map(migration -> one(broker, migration)).orElseGet(() -> all(broker));
    }

    private int one(BrokerAccess broker, MigrationId migration) {
        var output = ProgressOutputs.of(json, session.terminal(), session.out(), session.err());
        // Opened first: what happens while the states are read is heard afterwards.
        try (var feed = MigrationFeed.open(broker)) {
            var known = RecordedStates.require(broker, migration);
            var watch = new MigrationWatch(feed, output, session.clock());
            var ended = watch.one(known, untilDone);
            report(ended);
            return ExitCode.of(ended).number();
        }
    }

    private void report(MigrationStatus ended) {
        if (!json) {
            session.out().println();
            ReportView.lines(ended).forEach(session.out()::println);
        }
    }

    private int all(BrokerAccess broker) {
        var output = ProgressOutputs.of(json, false, session.out(), session.err());
        try (var feed = MigrationFeed.open(broker)) {
            new MigrationWatch(feed, output, session.clock()).all(RecordedStates.read(broker), untilDone);
            return 0;
        }
    }
}
