package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.secret.SealKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "seal-key", description = "Makes a key that seals passwords on their way to the services.")
final class SealKeyCommand implements Callable<Integer> {

    private final Session session;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new file; only you can read it.")
    private Path out = Path.of("");

    SealKeyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (Files.exists(out)) {
            throw CommandException.usage(
                    "--out: %s exists and is not replaced: passwords that were sealed with it would be lost. Name a new file."
                            .formatted(out));
        }
        try {
            SealKey.create(out);
        } catch (IllegalStateException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
        session.say("the key is in %s; give it to every service as PGCONVOY_SEAL_KEY_FILE".formatted(out));
        return 0;
    }
}
