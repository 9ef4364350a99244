package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.migration.MigrationOption;
import picocli.CommandLine.Mixin;

/// What is to be checked: the flags of the migration that is meant to follow.
public final class ValidateFlags {

    @Mixin
    private final ServerFlags servers = new ServerFlags();

    @Mixin
    private final WorkFlags work = new WorkFlags();

    public RequestDraft draft(CommandSession session) {
        return servers.draft(session, () -> work.options(MigrationOption.VALIDATE));
    }
}
