package dev.pgconvoy.launcher.view;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.FailureReasons;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only their owner may read: they name every object of a migration, and what is wrong with it.
public final class PrivateFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private PrivateFile() {}

    /// Before anything starts: an hour later is too late to say that the report has no place.
    public static void requireWritable(String flag, Path file) {
        var folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)
                || folder == null
                || !Files.isWritable(folder)
                || Files.exists(file) && !Files.isWritable(file)) {
            throw CommandException.usage(
                    "%s: %s cannot be written; name a file in a folder that exists".formatted(flag, file));
        }
    }

    public static void write(Path file, String text) {
        try {
            makePrivate(file);
            Files.writeString(file, text);
        } catch (IOException e) {
            throw CommandException.unusable("The file %s cannot be written: %s".formatted(file, FailureReasons.of(e)));
        }
    }

    /// A file of ours that was there before may be readable by others; one of somebody else's, or a device, stays as it
    /// is.
    private static void makePrivate(Path file) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else if (Files.isRegularFile(file)) {
            try {
                view.setPermissions(OWNER_ONLY);
            } catch (FileSystemException _) {
                // It is somebody else's, who lets us write to it.
            }
        }
    }
}
