package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.command.session.Session;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.VerifyMode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What is to be moved, and how.
public final class MigrationFlags {

    @Mixin
    private final ServerFlags servers = new ServerFlags();

    @Option(
            names = "--option",
            paramLabel = "OPTION",
            description = "Validate, Migrate or ValidateAndMigrate (default).")
    MigrationOption option = MigrationOptions.DEFAULTS.migrationOption();

    @Option(names = "--overwrite", description = "Drop databases that exist on the target, and copy them anew.")
    boolean overwrite;

    @Option(names = "--verify", paramLabel = "MODE", description = "off, counts or full (default).")
    VerifyMode verify = MigrationOptions.DEFAULTS.verify();

    @Option(names = "--jobs", paramLabel = "N", description = "Copies that run at once, 1 to 64; default 4.")
    int jobs = MigrationOptions.DEFAULT_JOBS;

    @Mixin
    private final RightsFlags rights = new RightsFlags();

    @Mixin
    private final CopyFlags copy = new CopyFlags();

    @Mixin
    private final FilterFlags filters = new FilterFlags();

    @Mixin
    private final CheckFlags checks = new CheckFlags();

    public RequestDraft draft(Session session) {
        return servers.draft(
                session,
                () -> new MigrationOptions(
                                option,
                                overwrite,
                                verify,
                                jobs,
                                ExecutorKind.WORKERS,
                                rights.options(),
                                copy.options(),
                                filters.filters())
                        .checking(checks.options()));
    }
}
