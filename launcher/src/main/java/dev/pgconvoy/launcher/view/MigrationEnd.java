package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.MigrationStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The end of a migration or a comparison: what was moved or compared.
public record MigrationEnd(Optional<Path> report) implements EndPresentation {

    @Override
    public List<String> lines(MigrationStatus ended) {
        return ReportView.lines(ended);
    }

    @Override
    public void keep(MigrationStatus ended, Consumer<String> say) {
        report.ifPresent(file -> {
            ReportFile.write(file, ended);
            say.accept("the report is in " + file);
        });
        if (ReportView.canBeResumed(ended)) {
            say.accept("to go on with what is copied, run the same again with --resume (and another --name, if named)");
        }
    }
}
