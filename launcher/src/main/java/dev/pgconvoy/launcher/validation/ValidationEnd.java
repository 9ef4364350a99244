package dev.pgconvoy.launcher.validation;

import dev.pgconvoy.launcher.view.EndPresentation;
import dev.pgconvoy.launcher.view.PrivateFile;
import dev.pgconvoy.launcher.view.ReportFile;
import dev.pgconvoy.migration.MigrationStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The end of the checks: what they found.
public record ValidationEnd(Optional<Path> report, Optional<FixScriptFiles> scripts) implements EndPresentation {

    @Override
    public List<String> lines(MigrationStatus ended) {
        return ValidationView.lines(ended);
    }

    @Override
    public void keep(MigrationStatus ended, Consumer<String> say) {
        report.ifPresent(file -> {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(".html")) {
                PrivateFile.write(file, ValidationPage.html(ended));
            } else {
                ReportFile.write(file, ended);
            }
            say.accept("the report is in " + file);
        });
        scripts.ifPresent(files -> keep(files, ended, say));
    }

    /// Scripts of checks that did not end would lack remedies, and replace those that have them.
    private static void keep(FixScriptFiles files, MigrationStatus ended, Consumer<String> say) {
        if (ValidationVerdict.of(ended) == ValidationVerdict.NOT_FINISHED) {
            say.accept("the checks did not end, so that no scripts of remedies were written");
        } else {
            files.write(FixScripts.of(ended)).forEach(say);
        }
    }
}
