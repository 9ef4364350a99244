package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.command.flags.SealKeyFlag;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.secret.SealKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rotate",
        description = {
            "Adds a new key to the file. It seals from now on; what the older keys have sealed stays readable.",
            "Services read the new file by themselves. Where each has a copy, replace those of preflight-service, submitter-service and the copy-workers before that of monitor-service and yours."
        })
final class RotateSealKeyCommand implements Callable<Integer> {

    private final CommandSession session;

    @Mixin
    private final SealKeyFlag sealKey = new SealKeyFlag();

    RotateSealKeyCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        var file = sealKey.path(session)
                .orElseThrow(() -> CommandException.usage(
                        "Name the file of the key in use with --seal-key-file or PGCONVOY_SEAL_KEY_FILE."));
        session.say("%s has %d keys now; the new one seals, all of them open".formatted(file, rotated(file)));
        return 0;
    }

    private static int rotated(Path file) {
        try {
            return SealKey.rotate(file);
        } catch (IllegalStateException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }
}
