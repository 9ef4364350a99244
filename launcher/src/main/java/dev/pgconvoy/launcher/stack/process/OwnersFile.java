package dev.pgconvoy.launcher.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only their owner reads, from their first byte on.
public final class OwnersFile {

    private static final FileAttribute<Set<PosixFilePermission>> READ_BY_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> ENTERED_BY_OWNER = PosixFilePermissions.fromString("rwx------");

    private OwnersFile() {}

    /// Replaces what is there.
    public static Path write(Path file, String text) {
        try {
            make(file);
            return Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Replaces what is there by an empty one.
    public static Path make(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(file, READ_BY_OWNER);
    }

    /// Copies regular files into a folder that only its owner enters, also when the folder was there before.
    public static void copyAll(Path from, Path into) throws IOException {
        Files.createDirectories(into, PosixFilePermissions.asFileAttribute(ENTERED_BY_OWNER));
        Files.setPosixFilePermissions(into, ENTERED_BY_OWNER);
        try (var files = Files.list(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = make(into.resolve(file.getFileName()));
                try (var content = Files.newOutputStream(copy, StandardOpenOption.WRITE)) {
                    Files.copy(file, content);
                }
            }
        }
    }
}
