package dev.pgconvoy.launcher.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.report.ReportPage;
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

    /// As a page where the name ends with .html, else as JSON.
    public static void write(Path file, MigrationStatus status) {
        if (String.valueOf(file.getFileName()).endsWith(".html")) {
            writePage(file, status);
        } else {
            PrivateFile.write(file, json(status) + "\n");
        }
    }

    public static void writePage(Path file, MigrationStatus status) {
        PrivateFile.write(file, ReportPage.html(status));
    }
}
