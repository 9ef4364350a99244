package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.Session;
import dev.pgconvoy.launcher.request.MigrationIds;
import dev.pgconvoy.launcher.view.PrivateFile;
import dev.pgconvoy.launcher.view.ReportFile;
import dev.pgconvoy.launcher.view.ReportView;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description = "Shows what is known of a migration, or, without an ID, which migrations there are.")
final class ReportCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "<targetServer>/<migrationName>")
    private Optional<String> id = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there, as JSON.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    ReportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var wanted = id.map(MigrationIds::parse);
        out.ifPresent(file -> PrivateFile.requireWritable("--out", file));
        var broker = kafka.broker(session);
        if (wanted.isEmpty()) {
            RecordedStates.read(broker).values().forEach(status -> session.out().println(ReportView.brief(status)));
            return 0;
        }
        var status = RecordedStates.require(broker, wanted.get());
        if (json) {
            session.out().println(ReportFile.json(status));
        } else if (out.isEmpty()) {
            ReportView.lines(status).forEach(session.out()::println);
        }
        out.ifPresent(file -> ReportFile.write(file, status));
        return 0;
    }
}
