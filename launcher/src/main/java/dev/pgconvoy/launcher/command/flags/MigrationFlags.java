package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationOptions;
import java.util.SortedMap;
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

    @Mixin
    private final WorkFlags work = new WorkFlags();

    @Mixin
    private final NotifyFlags notify = new NotifyFlags();

    public SortedMap<String, String> labels() {
        return servers.labels();
    }

    public RequestDraft draft(CommandSession session) {
        return servers.draft(session, () -> work.options(option).telling(notify.receivers()));
    }
}
