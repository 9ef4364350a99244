package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.worker.catalog.Catalog;
import dev.pgconvoy.worker.catalog.CatalogReader;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One database from its snapshot to its last grant. What the ledger has done already is skipped.
final class DatabaseRun {

    private static final int PRE_DATA_PER_TRANSACTION = 1_000;

    private final Run run;
    private final ServerConnector connector;
    private final PgTools tools;
    private final Batches batches;
    private final TargetDatabase database;
    private final Tally tally;
    private final DatabaseLog log;

    DatabaseRun(
            Run run,
            ServerConnector connector,
            PgTools tools,
            Batches batches,
            TargetDatabase database,
            Tally tally,
            DatabaseLog log) {
        this.run = run;
        this.connector = connector;
        this.tools = tools;
        this.batches = batches;
        this.database = database;
        this.tally = tally;
        this.log = log;
    }

    /// @return the statements to run last of all, together with the end of the ledger
    List<Statement> copy() throws InterruptedException {
        var name = database.name();
        try (var snapshot = SourceSnapshot.take(connector.open(
                        run.request().source(), name, run.request().id(), "snapshot"));
                var session = target(snapshot);
                var archive = dump(snapshot)) {
            var target = new Target(session, run.epoch());
            var pieces = SchemaPieces.of(archive.entries());
            var owners = owners(session, archive.entries());
            timed("pre-data", DatabasePhase.PRE_DATA, () -> preData(archive, pieces, target, owners));
            var catalog = new CatalogReader(snapshot.session()).read();
            timed("copy, indexes, constraints", DatabasePhase.COPY, () -> rows(snapshot, catalog, archive, pieces));
            timed(
                    "post-data",
                    DatabasePhase.POST_DATA,
                    () -> postData(snapshot, catalog, archive, pieces, target, owners));
            timed("analyze", DatabasePhase.POST_DATA, () -> analyze(snapshot, catalog));
            if (run.request().options().verify() != VerifyMode.OFF) {
                timed("verify", DatabasePhase.VERIFY, () -> verify(snapshot.session(), session, catalog));
            }
            tally.enter(DatabasePhase.DONE);
            return List.of(new Statement(
                            "event-triggers", "event triggers", script(archive, pieces.eventTriggers(), owners)))
                    .stream()
                    .filter(_ -> !pieces.eventTriggers().isEmpty())
                    .toList();
        } catch (SQLException e) {
            throw SqlFailures.exception(e, "database \"%s\"".formatted(name));
        }
    }

    private interface Step {
        void run() throws SQLException, InterruptedException;
    }

    private void timed(String phase, DatabasePhase entered, Step step) throws SQLException, InterruptedException {
        run.checkpoint();
        tally.enter(entered);
        var began = System.nanoTime();
        step.run();
        log.phase(phase, began);
    }

    /// Goes on with what an earlier conductor left when the source has not moved since; otherwise begins anew.
    private Connection target(SourceSnapshot snapshot) throws SQLException {
        var claimed = database.claim(run.epoch(), run.request().options().overwriteDbsInTarget());
        if (claimed && !isOf(snapshot)) {
            database.drop();
            claimed = false;
            log.begunAnew(Finding.info(
                    "snapshot",
                    "PGC2002",
                    database.name(),
                    "The source had moved since the copy was interrupted; it was copied anew from a new snapshot."));
        }
        if (!claimed) {
            database.create(snapshot.session(), run.epoch());
        }
        var session = database.open();
        Fence.recordSnapshot(session, run.epoch(), snapshot.state());
        return session;
    }

    private boolean isOf(SourceSnapshot snapshot) throws SQLException {
        try (var session = database.open()) {
            return Fence.owner(session)
                    .filter(owner -> owner.sourceSnapshot().equals(snapshot.state()))
                    .isPresent();
        }
    }

    private SchemaArchive dump(SourceSnapshot snapshot) throws InterruptedException {
        run.checkpoint();
        return SchemaArchive.dump(
                tools,
                connector,
                run.request().source(),
                database.name(),
                run.request().id(),
                snapshot.name());
    }

    private boolean owners(Connection session, List<TocEntry> entries) throws SQLException {
        var missing = Roles.missing(session, entries);
        log.note(missing.stream().map(Roles::missingFinding).toList());
        return missing.isEmpty();
    }

    private void preData(SchemaArchive archive, SchemaPieces pieces, Target target, boolean owners)
            throws InterruptedException {
        var entries = pieces.preData();
        var tolerated = entries.stream().filter(DatabaseRun::mayBeRefused).toList();
        var needed = entries.stream().filter(entry -> !mayBeRefused(entry)).toList();
        for (var from = 0; from < needed.size(); from += PRE_DATA_PER_TRANSACTION) {
            var some = needed.subList(from, Math.min(needed.size(), from + PRE_DATA_PER_TRANSACTION));
            target.once(new Statement(
                    "pre-data from " + from,
                    "schema of \"%s\"".formatted(database.name()),
                    script(archive, some, owners)));
            run.checkpoint();
        }
        log.note(target.tolerantly("pre-data comments", statements(tolerated)));
    }

    /// Comments on extensions need ownership that a managed server does not give.
    private static boolean mayBeRefused(TocEntry entry) {
        return entry.kind().equals("COMMENT") && entry.tag().startsWith("EXTENSION");
    }

    private void rows(SourceSnapshot snapshot, Catalog catalog, SchemaArchive archive, SchemaPieces pieces)
            throws InterruptedException {
        var entries = archive.entries().stream().collect(Collectors.toMap(TocEntry::dumpId, Function.identity()));
        var nodes = new CopyPlanner(batches, run.request().options().verify()).plan(catalog, pieces, entries);
        tally.planned(nodes, catalog.bytes());
        new Stage(run, nodes, tally, log::done).complete(snapshot, database.name());
    }

    private void postData(
            SourceSnapshot snapshot,
            Catalog catalog,
            SchemaArchive archive,
            SchemaPieces pieces,
            Target target,
            boolean owners)
            throws SQLException, InterruptedException {
        target.once(new Statement(
                "sequences",
                "sequence values",
                Sequences.script(Sequences.read(snapshot.session(), catalog.sequences()))));
        if (!pieces.rest().isEmpty()) {
            target.once(new Statement(
                    "post-data",
                    "post-data of \"%s\"".formatted(database.name()),
                    script(archive, pieces.rest(), owners)));
        }
        run.checkpoint();
        log.note(target.tolerantly("grants", statements(pieces.grants())));
        for (var view : catalog.materializedViews()) {
            run.checkpoint();
            target.once(new Statement(
                    "refresh " + view.quoted(), view.toString(), "REFRESH MATERIALIZED VIEW " + view.quoted()));
        }
    }

    private void analyze(SourceSnapshot snapshot, Catalog catalog) throws InterruptedException {
        new Stage(run, Analyses.of(batches.of(catalog.tables()), catalog.materializedViews()), tally, log::done)
                .complete(snapshot, database.name());
    }

    private void verify(Connection source, Connection target, Catalog catalog) throws SQLException {
        Sequences.compare(Sequences.read(source, catalog.sequences()), Sequences.read(target, catalog.sequences()))
                .forEach(log::difference);
        LargeObjectComparison.compare(source, target).forEach(log::difference);
    }

    private static List<Statement> statements(List<TocEntry> entries) {
        return entries.stream()
                .map(entry -> new Statement(entry.unit(), entry.object(), entry.definition()))
                .toList();
    }

    private static String script(SchemaArchive archive, List<TocEntry> entries, boolean owners)
            throws InterruptedException {
        return entries.isEmpty() ? "" : archive.script(entries, owners);
    }
}
