package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.MigrationIds;
import dev.pgconvoy.launcher.view.PrivateFile;
import dev.pgconvoy.launcher.view.ReportFile;
import dev.pgconvoy.launcher.view.ReportView;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.label.LabelFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        aliases = "list",
        description = "Shows what is known of a migration, or, without an ID, which migrations there are.")
final class ReportCommand implements Callable<Integer> {

    private static final String HTML = "--html";

    private final CommandSession session;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "<targetServer>/<migrationName>")
    private Optional<String> id = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there, as JSON.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = HTML,
            paramLabel = "FILE",
            description = "Write it there, as one page of HTML that needs nothing else.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--json", description = "Print it as JSON.")
    private boolean json;

    @Option(
            names = "--label",
            paramLabel = "KEY[=VALUE]",
            description = "Without an ID: only migrations with this label; given again, with this one, too.")
    private List<String> labels = List.of();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    ReportCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var wanted = id.map(MigrationIds::parse);
        var filters = labels.stream().map(ReportCommand::filter).toList();
        requireFittingFlags(wanted.isPresent());
        var broker = kafka.broker(session);
        if (wanted.isEmpty()) {
            list(RecordedStates.read(broker).values().stream()
                    .filter(status -> filters.stream()
                            .allMatch(filter -> filter.fits(status.request().labels())))
                    .toList());
            return 0;
        }
        var status = RecordedStates.require(broker, wanted.get());
        if (json) {
            session.out().println(ReportFile.json(status));
        } else if (out.isEmpty() && html.isEmpty()) {
            ReportView.lines(status).forEach(session.out()::println);
        }
        out.ifPresent(file -> ReportFile.write(file, status));
        html.ifPresent(file -> ReportFile.writePage(file, status));
        return 0;
    }

    private void requireFittingFlags(boolean hasId) {
        if (hasId && !labels.isEmpty()) {
            throw CommandException.usage("--label chooses among all migrations; leave it or the ID out");
        }
        if (!hasId && (out.isPresent() || html.isPresent())) {
            throw CommandException.usage("--out and --html need the ID of a migration");
        }
        out.ifPresent(file -> PrivateFile.requireWritable("--out", file));
        html.ifPresent(file -> PrivateFile.requireWritable(HTML, file));
    }

    private static LabelFilter filter(String text) {
        try {
            return LabelFilter.parse(text, '=');
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--label: " + e.getMessage());
        }
    }

    private void list(List<MigrationStatus> statuses) {
        statuses.forEach(status -> session.out().println(ReportView.brief(status)));
        ReportView.together(statuses).ifPresent(session::say);
    }
}
