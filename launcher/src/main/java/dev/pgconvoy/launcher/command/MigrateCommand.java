package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.flags.MigrationFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.view.MigrationEnd;
import dev.pgconvoy.launcher.view.PrivateFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "migrate",
        description = {
            "Moves databases from one server to another and follows until the end.",
            "Without --bootstrap-servers it starts what it needs itself, and stops it afterwards.",
            "Exit codes: 0 Succeeded, 1 something needed is missing, 2 bad usage, 3 ValidationFailed, 4 Failed or a difference found, 5 Canceled."
        })
final class MigrateCommand implements Callable<Integer> {

    private final CommandSession session;

    @Mixin
    private final MigrationFlags flags = new MigrationFlags();

    @Mixin
    private final ExecutionSite place;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write the report there: as a page where the name ends with .html, else as JSON.")
    private Optional<Path> report = Optional.empty();

    @Option(names = "--json", description = "One JSON object per line on standard output, for machines.")
    private boolean json;

    MigrateCommand(CommandSession session) {
        this.session = session;
        this.place = new ExecutionSite(session);
    }

    @Override
    public Integer call() {
        var draft = flags.draft(session);
        report.ifPresent(file -> PrivateFile.requireWritable("--report", file));
        return place.run(draft, new MigrationRun(session, json, new MigrationEnd(report)));
    }
}
