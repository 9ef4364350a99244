package dev.pgconvoy.launcher.command;

import static java.util.Objects.requireNonNull;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.secret.SealKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "seal-key",
        description = {
            "Makes a key that seals passwords on their way to the services.",
            "With rotate, adds a new key to one that is in use."
        })
final class SealKeyCommand implements Callable<Integer> {

    private final CommandSession session;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--out", paramLabel = "FILE", description = "A new file; only you can read it.")
    private Optional<Path> out = Optional.empty();

    SealKeyCommand(CommandSession session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        create(out.orElseThrow(() ->
                new ParameterException(requireNonNull(spec).commandLine(), "Missing required option: '--out=FILE'")));
        return 0;
    }

    private void create(Path out) {
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
    }
}
