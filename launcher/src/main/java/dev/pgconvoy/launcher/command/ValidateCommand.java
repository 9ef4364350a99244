package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.flags.ValidateFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.validation.FixScriptFiles;
import dev.pgconvoy.launcher.validation.ValidationEnd;
import dev.pgconvoy.launcher.view.PrivateFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The checks of a migration without the migration.
@Command(
        name = "validate",
        description = {
            "Checks whether a migration would succeed, says what to do for each finding, and writes to neither server.",
            "Give it the flags of the migration that is to follow. Without --bootstrap-servers it starts what it needs itself, and stops it afterwards.",
            "Exit codes: 0 nothing stops the migration (there may be warnings), 1 something needed is missing, 2 bad usage, 3 ValidationFailed, 4 Failed, 5 Canceled."
        })
final class ValidateCommand implements Callable<Integer> {

    private final CommandSession session;

    @Mixin
    private final ValidateFlags flags = new ValidateFlags();

    @Mixin
    private final ExecutionSite place;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write all findings there: as a page where the name ends with .html, else as JSON.")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--fix-script",
            paramLabel = "FILE",
            description =
                    "Write the remedies as scripts: source.sql, target.sql and azure.sh in a folder that exists, else FILE-source.sql and so on. They are for you to read and run.")
    private Optional<Path> fixScript = Optional.empty();

    @Option(names = "--json", description = "One JSON object per line on standard output, for machines.")
    private boolean json;

    ValidateCommand(CommandSession session) {
        this.session = session;
        this.place = new ExecutionSite(session);
    }

    @Override
    public Integer call() {
        var draft = flags.draft(session);
        report.ifPresent(file -> PrivateFile.requireWritable("--report", file));
        var scripts = fixScript.map(FixScriptFiles::at);
        scripts.ifPresent(files -> files.requireWritable("--fix-script"));
        return place.run(draft, new MigrationRun(session, json, new ValidationEnd(report, scripts)));
    }
}
