package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.embedded.LocalInstallation;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.secret.SealKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The key that seals passwords for a running installation.
public final class SealKeyFlag {

    private static final String VARIABLE = "PGCONVOY_SEAL_KEY_FILE";

    @Option(
            names = "--seal-key-file",
            paramLabel = "FILE",
            description = "The key that the services use to open passwords; also PGCONVOY_SEAL_KEY_FILE.")
    Optional<Path> file = Optional.empty();

    public Optional<Path> path(CommandSession session) {
        return file.or(() -> session.variable(VARIABLE).map(Path::of));
    }

    /// The key of `up` is found where its broker is the one that is meant.
    public SealKey key(CommandSession session, KafkaFlags kafka) {
        var found = path(session)
                .or(() -> kafka.dataOfUp(session)
                        .map(LocalInstallation::sealKeyFileIn)
                        .filter(Files::isReadable))
                .orElseThrow(
                        () -> CommandException.usage(
                                "A password must be sealed before it goes to Kafka: name the services' key with --seal-key-file or PGCONVOY_SEAL_KEY_FILE, or name a reference that the services can read with --source-password and --target-password (env:NAME, file:/path)."));
        try {
            return SealKey.read(found);
        } catch (IllegalStateException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }
}
