package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.VerifyMode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a migration is to be done: what a check must know, too.
final class WorkFlags {

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

    MigrationOptions options(MigrationOption option) {
        return new MigrationOptions(
                        option,
                        overwrite,
                        verify,
                        jobs,
                        ExecutorKind.WORKERS,
                        rights.options(),
                        copy.options(),
                        filters.filters())
                .checking(checks.options());
    }
}
