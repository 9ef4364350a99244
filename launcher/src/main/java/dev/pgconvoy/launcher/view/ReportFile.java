package dev.pgconvoy.launcher.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The report as JSON, as `docs/report.md` describes it.
public final class ReportFile {

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

    public static void write(Path file, MigrationStatus status) {
        try {
            Files.writeString(file, json(status) + "\n");
        } catch (IOException e) {
            throw CommandException.unusable("The report %s cannot be written: %s".formatted(file, e));
        }
    }
}
