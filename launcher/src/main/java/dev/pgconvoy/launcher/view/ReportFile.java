package dev.pgconvoy.launcher.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.Reasons;
import dev.pgconvoy.migration.MigrationStatus;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The report as JSON, as `docs/report.md` describes it.
public final class ReportFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private ReportFile() {}

    public static String json(MigrationStatus status) {
        try {
            return EventJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(status.withoutPasswords());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the status cannot be written as JSON", e);
        }
    }

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

    /// Only its owner may read it: it names every object of the migration, and what is wrong with it.
    public static void write(Path file, MigrationStatus status) {
        try {
            makePrivate(file);
            Files.writeString(file, json(status) + "\n");
        } catch (IOException e) {
            throw CommandException.unusable("The report %s cannot be written: %s".formatted(file, Reasons.of(e)));
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
