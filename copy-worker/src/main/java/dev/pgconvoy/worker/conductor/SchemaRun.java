package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.List;
import java.util.Map;

/// The schema of one database, as far as the conductor restores it itself: what rows need before them, and what comes
/// after indexes and foreign keys.
///
/// @param owners whether objects keep their owners
record SchemaRun(
        Run run,
        String database,
        SchemaArchive archive,
        SchemaPieces pieces,
        Target target,
        boolean owners,
        DatabaseLog log) {

    private static final int PRE_DATA_PER_TRANSACTION = 1_000;

    void preData() throws InterruptedException {
        var entries = pieces.preData();
        var tolerated = entries.stream().filter(SchemaRun::mayBeRefused).toList();
        var needed = entries.stream().filter(entry -> !mayBeRefused(entry)).toList();
        for (var from = 0; from < needed.size(); from += PRE_DATA_PER_TRANSACTION) {
            var some = needed.subList(from, Math.min(needed.size(), from + PRE_DATA_PER_TRANSACTION));
            target.once(new Statement(
                    "pre-data from " + from, "schema of \"%s\"".formatted(database), archive.script(some, owners)));
            run.checkpoint();
        }
        log.note(target.tolerantly("pre-data comments", statements(tolerated)));
    }

    /// Comments on extensions need ownership that a managed server does not give.
    private static boolean mayBeRefused(TocEntry entry) {
        return entry.kind().equals("COMMENT") && entry.tag().startsWith("EXTENSION");
    }

    void postData(Map<TableName, Sequences.Value> sequences) throws InterruptedException {
        if (!sequences.isEmpty()) {
            target.once(new Statement("sequences", "sequence values", Sequences.script(sequences)));
        }
        if (!pieces.rest().isEmpty()) {
            target.once(new Statement(
                    "post-data", "post-data of \"%s\"".formatted(database), archive.script(pieces.rest(), owners)));
        }
        run.checkpoint();
        if (owners) {
            log.note(target.tolerantly("owners of statistics", ownersOfStatistics()));
        }
        log.note(target.tolerantly("grants", statements(pieces.grants())));
    }

    /// Other objects get their owners by the script that makes them; statistics are made by tasks.
    private List<Statement> ownersOfStatistics() {
        return pieces.builds().stream()
                .filter(entry ->
                        entry.kind().equals("STATISTICS") && !entry.owner().isEmpty())
                .map(entry -> new Statement(
                        "owner of " + entry.unit(),
                        entry.object(),
                        "ALTER STATISTICS %s OWNER TO %s"
                                .formatted(
                                        new TableName(entry.namespace(), entry.tag()).quoted(),
                                        Identifiers.quoted(entry.owner()))))
                .toList();
    }

    /// One that its own query refuses (because it needs a search path, say) stays empty and is named.
    void refresh(List<TableName> materializedViews) throws InterruptedException {
        for (var view : materializedViews) {
            run.checkpoint();
            var unit = "refresh " + view.quoted();
            log.note(target.tolerantly(
                    unit,
                    List.of(new Statement(
                            unit,
                            view.toString(),
                            "REFRESH MATERIALIZED VIEW %s; ANALYZE %s".formatted(view.quoted(), view.quoted())))));
        }
    }

    /// To run last of all, because they fire on DDL.
    List<Statement> eventTriggers() throws InterruptedException {
        return pieces.eventTriggers().isEmpty()
                ? List.of()
                : List.of(new Statement(
                        "event-triggers", "event triggers", archive.script(pieces.eventTriggers(), owners)));
    }

    private static List<Statement> statements(List<TocEntry> entries) {
        return entries.stream()
                .map(entry -> new Statement(entry.unit(), entry.object(), entry.definition()))
                .toList();
    }
}
