package dev.pgconvoy.launcher.request;

import dev.pgconvoy.launcher.exit.FailureReasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds the password file where libpq does, and refuses it when others could read it.
final class PasswordFiles {

    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PasswordFiles() {}

    static PasswordFile read(UnaryOperator<@Nullable String> environment, Consumer<String> warnings) {
        var lines = location(environment)
                .filter(Files::exists)
                .filter(file -> isUsable(file, warnings))
                .map(file -> lines(file, warnings));
        return new PasswordFile(lines.orElse(List.of()));
    }

    private static Optional<Path> location(UnaryOperator<@Nullable String> environment) {
        return Optional.ofNullable(environment.apply("PGPASSFILE"))
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.apply("HOME")).map(home -> Path.of(home, ".pgpass")));
    }

    private static boolean isUsable(Path file, Consumer<String> warnings) {
        if (!Files.isRegularFile(file)) {
            warnings.accept("the password file %s is no regular file and is ignored".formatted(file));
            return false;
        }
        try {
            if (OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                return true;
            }
            warnings.accept(
                    "the password file %s is ignored because others may access it: chmod 600 %s".formatted(file, file));
            return false;
        } catch (IOException | UnsupportedOperationException _) {
            return true;
        }
    }

    private static List<String> lines(Path file, Consumer<String> warnings) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            warnings.accept("the password file %s cannot be read: %s".formatted(file, FailureReasons.of(e)));
            return List.of();
        }
    }
}
