package dev.pgconvoy.worker.report;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.text.PrintableText;
import java.util.List;
import org.jboss.logging.Logger;

/// Writes every note to the worker's log: a report shows only the first ones of a code, and says that the others are
/// here.
public final class NoteLog {

    private static final Logger LOG = Logger.getLogger(NoteLog.class);

    private NoteLog() {}

    public static void write(String database, List<Finding> notes) {
        for (var note : notes) {
            LOG.infof(
                    "Database %s: note %s on %s: %s %s",
                    PrintableText.of(database),
                    note.code(),
                    PrintableText.of(note.object()),
                    PrintableText.of(note.message()),
                    PrintableText.of(note.remedy()));
        }
    }
}
