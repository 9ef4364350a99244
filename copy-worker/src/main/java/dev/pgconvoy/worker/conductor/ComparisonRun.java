package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.BackgroundTask;
import dev.pgconvoy.worker.catalog.AbsentRelations;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogReader;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.RowDigest;
import dev.pgconvoy.worker.catalog.SplitKeyReader;
import dev.pgconvoy.worker.catalog.TableDivision;
import dev.pgconvoy.worker.dispatch.ProgressCounter;
import dev.pgconvoy.worker.lead.SessionName;
import dev.pgconvoy.worker.plan.SelectedCatalog;
import dev.pgconvoy.worker.plan.TaskPlan;
import dev.pgconvoy.worker.plan.VerificationPlanner;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.rights.ComparedRights;
import dev.pgconvoy.worker.schema.ArchiveSelection;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.schema.ToldStatements;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import dev.pgconvoy.worker.target.ScratchDatabase;
import dev.pgconvoy.worker.verify.LargeObjectComparison;
import dev.pgconvoy.worker.verify.RowsLeftBehind;
import dev.pgconvoy.worker.verify.SequencePositions;
import dev.pgconvoy.worker.verify.SharedTables;
import dev.pgconvoy.worker.verify.TargetSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares one database on both servers: schema, rows, sequences and large objects. It writes
/// to neither of the two; definitions in other words are loaded into an empty database of its
/// own on the target, which it drops.
final class ComparisonRun {

    private final ConductorAttempt run;
    private final ConductorDependencies tools;
    private final ProgressCounter counter;
    private final DatabaseLog log;
    private final String database;

    ComparisonRun(ConductorAttempt run, ConductorDependencies tools, ProgressCounter counter, DatabaseLog log) {
        this.run = run;
        this.tools = tools;
        this.counter = counter;
        this.log = log;
        this.database = log.database();
    }

    void compare() throws InterruptedException {
        run.checkpoint();
        counter.enter(DatabasePhase.VERIFY);
        var began = System.nanoTime();
        try (var source = SourceSnapshot.take(open(ServerSide.SOURCE));
                var target = SourceSnapshot.take(open(ServerSide.TARGET))) {
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
        try (var here = BackgroundTask.startInSnapshot(() -> readable(source, unreadable));
                var there = BackgroundTask.startInSnapshot(() -> readable(target, unreadable));
                var expected = dump(source)) {
            var selection = ArchiveSelection.of(filters, expected.entries());
            var shared = SharedTables.of(here.result(), there.result(), selection::includesData);
            here.result().tables().stream()
                    .filter(table -> selection.includesData(table.name()))
                    .forEach(table -> log.expected(table.name(), table.into()));
            shared.withoutColumns().forEach(log::difference);
            compareRows(source, target, selection, here.result().withTables(shared.tables()), there.result());
            LargeObjectComparison.compare(source.session(), target.session()).forEach(log::difference);
            try (var beside = open(ServerSide.SOURCE)) {
                log.note(RowsLeftBehind.find(beside, filters));
            }
            log.note(RowsLeftBehind.unreadable(
                    unreadable.stream().filter(selection::includesData).toList(), "it was not compared"));
            log.note(new ComparedRights(
                            run.request().options().rights(), source.session(), target.session(), new ToldStatements())
                    .inDatabase(_ -> false, List.of()));
            compareSchemas(expected, selection, target, here.result().major(), shared.alone());
        }
    }

    private static CatalogContents readable(SourceSnapshot snapshot, Set<TableName> unreadable) throws SQLException {
        return new CatalogReader(snapshot.session()).read().without(unreadable);
    }

    /// On either side.
    private static Set<TableName> unreadable(SourceSnapshot source, SourceSnapshot target) throws SQLException {
        var unreadable = new HashSet<>(new CatalogReader(source.session()).unreadable());
        unreadable.addAll(new CatalogReader(target.session()).unreadable());
        return unreadable;
    }

    private void compareRows(
            SourceSnapshot source,
            SourceSnapshot target,
            ArchiveSelection selection,
            CatalogContents here,
            CatalogContents there)
            throws SQLException, InterruptedException {
        var selected = SelectedCatalog.of(here, selection, names -> AbsentRelations.among(names, target.session()));
        var tables = selected.tables().stream().map(CatalogTable::name).toList();
        source.hold(tables, () -> open(ServerSide.SOURCE));
        target.hold(tables, () -> open(ServerSide.TARGET));
        rows(source, target.session(), selected, there.major());
        var sequences = shared(selected, there);
        SequencePositions.compare(
                        SequencePositions.readInSnapshot(source.session(), sequences),
                        SequencePositions.readInSnapshot(target.session(), sequences))
                .forEach(log::difference);
    }

    private static List<TableName> shared(CatalogContents here, CatalogContents there) {
        var known = Set.copyOf(there.sequences());
        return here.sequences().stream().filter(known::contains).toList();
    }

    private void rows(SourceSnapshot source, Connection target, CatalogContents catalog, int targetMajor)
            throws SQLException, InterruptedException {
        var options = run.request().options();
        var digest = RowDigest.between(catalog.types(), source.session(), target);
        var batches = tools.batches(options.jobs());
        var division = new TableDivision(
                tools.splitter(run.request()).draw(catalog, new SplitKeyReader(source.session())),
                batches.largePages(catalog.tables()));
        var plan = new TaskPlan(Map.of());
        new VerificationPlanner(options.verify(), digest, batches, targetMajor, false)
                .add(catalog.tables(), division, _ -> Set.of(), plan);
        counter.planned(plan.nodes(), 0);
        run.dispatcher(database, plan.nodes(), counter, () -> {}, log::done).complete(source);
    }

    /// @param alone tables that only one of them has, when no more can be known
    private void compareSchemas(
            SchemaArchive archive,
            ArchiveSelection selection,
            SourceSnapshot target,
            int sourceMajor,
            List<Difference> alone)
            throws SQLException, InterruptedException {
        var schema = new TargetSchema(run.request(), tools.pgTools(), tools.connector(), log);
        var found = schema.read(target.session(), Optional.of(target.name()));
        if (found.isEmpty()) {
            alone.forEach(log::difference);
            return;
        }
        var chosen = ArchiveSelection.of(run.request().options().filters(), found.get())
                .entries();
        try (var maintenance = openMaintenance()) {
            schema.compare(
                    archive,
                    selection.entries(),
                    chosen,
                    sourceMajor,
                    target.session(),
                    () -> scratch(target.session(), maintenance));
        }
    }

    /// What an earlier try of this comparison has left is dropped first.
    private ScratchDatabase scratch(Connection like, Connection maintenance) throws SQLException {
        var request = run.request();
        return ScratchDatabase.create(
                tools.connector(),
                request.target(),
                request.id(),
                "comparison",
                "pgconvoy_comparing_%s_%08x".formatted(SessionName.key(request.id()), database.hashCode()),
                like,
                sql -> {
                    try (var statement = maintenance.createStatement()) {
                        statement.execute(sql);
                    }
                });
    }

    private Connection openMaintenance() {
        var target = run.request().target();
        return tools.connector()
                .open(
                        ServerSide.TARGET,
                        target,
                        target.maintenanceDatabase(),
                        run.request().id(),
                        "comparison");
    }

    private SchemaArchive dump(SourceSnapshot snapshot) throws InterruptedException {
        return SchemaArchive.dump(
                tools.pgTools(),
                tools.connector(),
                ServerSide.SOURCE,
                run.request().source(),
                database,
                run.request().id(),
                Optional.of(snapshot.name()));
    }

    private Connection open(ServerSide side) throws SQLException {
        var request = run.request();
        return tools.connector().open(side, request.server(side), database, request.id(), "comparison");
    }
}
