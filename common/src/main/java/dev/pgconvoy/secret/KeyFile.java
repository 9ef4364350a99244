package dev.pgconvoy.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file that only its owner reads, and that is never seen half written.
final class KeyFile {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private KeyFile() {}

    /// Tells one content from the next without reading it.
    ///
    /// @param file the file system's own name of it; null where it has none
    record Version(FileTime changed, long size, @Nullable Object file) {}

    static Version version(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }

    /// @throws java.nio.file.FileAlreadyExistsException rather than replacing it
    static void create(Path file, String text) throws IOException {
        Files.createFile(file, PRIVATE);
        write(file, text);
    }

    /// Replaces it by a file of the same owner; a link stays a link. When anything fails the old one is left.
    static void replace(Path file, String text) throws IOException {
        var real = file.toRealPath();
        var next = Files.createTempFile(real.getParent(), real.getFileName().toString(), ".next", PRIVATE);
        try {
            write(next, text);
            if (!Files.getOwner(next).equals(Files.getOwner(real))) {
                Files.setOwner(next, Files.getOwner(real));
            }
            Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
