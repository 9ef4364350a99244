package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.VerifyMode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What is to be compared, and how.
public final class VerifyFlags {

    @Mixin
    private final ServerFlags servers = new ServerFlags();

    @Option(names = "--mode", paramLabel = "MODE", description = "counts (of rows) or full (default: of all content).")
    private VerifyMode mode = VerifyMode.FULL;

    @Option(names = "--jobs", paramLabel = "N", description = "Tables that are read at once, 1 to 64; default 4.")
    private int jobs = MigrationOptions.DEFAULT_JOBS;

    @Mixin
    private final FilterFlags filters = new FilterFlags();

    public RequestDraft draft(CommandSession session) {
        if (mode == VerifyMode.OFF) {
            throw CommandException.usage("--mode must be counts or full");
        }
        return servers.draft(
                session,
                () -> new MigrationOptions(
                        MigrationOption.VERIFY,
                        false,
                        mode,
                        jobs,
                        ExecutorKind.WORKERS,
                        RightsOptions.DEFAULTS,
                        CopyOptions.DEFAULTS,
                        filters.filters()));
    }
}
