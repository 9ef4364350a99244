package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.BackgroundTask;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.TableDivision;
import dev.pgconvoy.worker.dispatch.ProgressCounter;
import dev.pgconvoy.worker.plan.SelectedCatalog;
import dev.pgconvoy.worker.plan.TaskPlan;
import dev.pgconvoy.worker.plan.VerificationPlanner;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.schema.ArchiveSelection;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import dev.pgconvoy.worker.verify.RowsLeftBehind;
import dev.pgconvoy.worker.verify.SharedTables;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares one database on both servers: schema, rows, sequences and large objects. It writes
/// to neither of the two; definitions in other words are loaded into an empty database of its
/// own on the target, which it drops.
final class ComparisonRun {

    /// Bytes of no encoding, and bytes without an equivalent in UTF-8.
    private static final Set<String> NO_TEXT = Set.of("22021", "22P05");

    private final ConductorAttempt run;
    private final ConductorDependencies tools;
    private final ComparedDatabase servers;
    private final ProgressCounter counter;
    private final DatabaseLog log;
    private final String database;

    ComparisonRun(
            ConductorAttempt run,
            ConductorDependencies tools,
            ComparedDatabase servers,
            ProgressCounter counter,
            DatabaseLog log) {
        this.run = run;
        this.tools = tools;
        this.servers = servers;
        this.counter = counter;
        this.log = log;
        this.database = log.database();
    }

    void compare() throws InterruptedException {
        run.checkpoint();
        run.awaitEndOfPause();
        counter.enter(DatabasePhase.VERIFY);
        var began = System.nanoTime();
        try (var source = servers.takeSnapshot(ServerSide.SOURCE);
                var target = servers.takeSnapshot(ServerSide.TARGET)) {
            compare(source, target, unreadable(source, target));
            source.requireAlive("database \"%s\" of the source".formatted(database));
            target.requireAlive("database \"%s\" of the target".formatted(database));
            log.phase("verify", began);
            counter.enter(DatabasePhase.DONE);
        } catch (SQLException e) {
            throw SqlFailures.exception(e, "database \"%s\"".formatted(database));
        }
    }

    private void compare(SourceSnapshot source, SourceSnapshot target, Set<TableName> unreadable)
            throws SQLException, InterruptedException {
        var filters = run.request().options().filters();
        try (var expected = servers.dump(source)) {
            var selection = ArchiveSelection.of(filters, expected.entries());
            expected.requireReadable(selection.entries()); // or two names that are no text look alike
            try (var here = BackgroundTask.startInSnapshot(() -> readable(source, "source", unreadable));
                    var there = BackgroundTask.startInSnapshot(() -> readable(target, "target", unreadable))) {
                var shared = SharedTables.of(here.result(), there.result(), selection::includesData);
                here.result().tables().stream()
                        .filter(table -> selection.includesData(table.name()))
                        .forEach(table -> log.expected(table.name(), table.into()));
                shared.withoutColumns().forEach(log::difference);
                compareRows(source, target, selection, here.result().withTables(shared.tables()), there.result());
                servers.compareLargeObjects(source, target).forEach(log::difference);
                log.note(servers.leftBehind());
                log.note(RowsLeftBehind.unreadable(
                        unreadable.stream().filter(selection::includesData).toList(), "it was not compared"));
                log.note(servers.compareRights(source, target));
                compareSchemas(expected, selection, target, here.result().major(), shared.alone());
            }
        }
    }

    /// A server refuses to send a name that is no text, and does not tell which one.
    private CatalogContents readable(SourceSnapshot snapshot, String side, Set<TableName> unreadable)
            throws SQLException {
        try {
            return servers.catalog(snapshot).without(unreadable);
        } catch (SQLException e) {
            if (!NO_TEXT.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
            throw new MigrationException(
                    FailureCode.DATA_REFUSED,
                    "database \"%s\" of the %s".formatted(database, side),
                    "A table, column or sequence has a name with bytes that are no text in UTF-8.",
                    "Find it in pg_dump --schema-only of the %s, and rename it there.".formatted(side));
        }
    }

    /// On either side.
    private Set<TableName> unreadable(SourceSnapshot source, SourceSnapshot target) throws SQLException {
        var unreadable = new HashSet<>(servers.unreadable(source));
        unreadable.addAll(servers.unreadable(target));
        return unreadable;
    }

    private void compareRows(
            SourceSnapshot source,
            SourceSnapshot target,
            ArchiveSelection selection,
            CatalogContents here,
            CatalogContents there)
            throws SQLException, InterruptedException {
        var selected = SelectedCatalog.of(here, selection, names -> servers.absent(target, names));
        var tables = selected.tables().stream().map(CatalogTable::name).toList();
        servers.hold(ServerSide.SOURCE, source, tables);
        servers.hold(ServerSide.TARGET, target, tables);
        rows(source, target, selected, there.major());
        var sequences = shared(selected, there);
        servers.compareSequences(source, target, sequences).forEach(log::difference);
    }

    private static List<TableName> shared(CatalogContents here, CatalogContents there) {
        var known = Set.copyOf(there.sequences());
        return here.sequences().stream().filter(known::contains).toList();
    }

    private void rows(SourceSnapshot source, SourceSnapshot target, CatalogContents catalog, int targetMajor)
            throws SQLException, InterruptedException {
        var options = run.request().options();
        var digest = servers.digest(catalog, source, target);
        var batches = tools.batches(run.request());
        var division = new TableDivision(
                tools.splitter(run.request()).draw(catalog, servers.splitKeys(source)),
                batches.largePages(catalog.tables()));
        var plan = new TaskPlan(Map.of());
        new VerificationPlanner(options.verify(), digest, batches, targetMajor, false)
                .add(catalog.tables(), division, _ -> Set.of(), plan);
        counter.planned(plan.nodes(), 0);
        run.dispatcher(database, plan.nodes(), counter, () -> {}, log::done).complete(source);
    }

    /// @param alone tables that only one of them has, when no more can be known
    private void compareSchemas(
            DumpedSchema archive,
            ArchiveSelection selection,
            SourceSnapshot target,
            int sourceMajor,
            List<Difference> alone)
            throws SQLException, InterruptedException {
        var found = servers.schemaOfTarget(target);
        if (found.isEmpty()) {
            alone.forEach(log::difference);
            return;
        }
        var chosen = ArchiveSelection.of(run.request().options().filters(), found.get())
                .entries();
        servers.compareSchemas(archive, selection.entries(), chosen, sourceMajor, target);
    }
}
