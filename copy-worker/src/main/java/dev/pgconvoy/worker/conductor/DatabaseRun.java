package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ReadableRelations;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.BackgroundTask;
import dev.pgconvoy.worker.SearchPath;
import dev.pgconvoy.worker.catalog.AbsentRelations;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogReader;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.EarlyForeignKey;
import dev.pgconvoy.worker.catalog.RowDigest;
import dev.pgconvoy.worker.catalog.SplitKeyReader;
import dev.pgconvoy.worker.catalog.TableDivision;
import dev.pgconvoy.worker.catalog.UsersSearchPaths;
import dev.pgconvoy.worker.dispatch.ProgressCounter;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.DecidedDivision;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.plan.CopyPlanner;
import dev.pgconvoy.worker.plan.DeferredChecks;
import dev.pgconvoy.worker.plan.FillOrder;
import dev.pgconvoy.worker.plan.ForeignKeys;
import dev.pgconvoy.worker.plan.SelectedCatalog;
import dev.pgconvoy.worker.plan.TableBatches;
import dev.pgconvoy.worker.plan.TableSplitter;
import dev.pgconvoy.worker.plan.UnloggedUnits;
import dev.pgconvoy.worker.plan.VerificationPlanner;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.report.DatabaseOutcome;
import dev.pgconvoy.worker.roles.ObjectOwnership;
import dev.pgconvoy.worker.roles.OwnerRole;
import dev.pgconvoy.worker.roles.RoleMigration;
import dev.pgconvoy.worker.roles.SettingTrial;
import dev.pgconvoy.worker.schema.ArchiveSelection;
import dev.pgconvoy.worker.schema.MappedTablespaces;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import dev.pgconvoy.worker.snapshot.SourceSnapshots;
import dev.pgconvoy.worker.snapshot.SourceWatch;
import dev.pgconvoy.worker.target.CrashTrace;
import dev.pgconvoy.worker.target.LargeObjectRightsCopy;
import dev.pgconvoy.worker.target.LedgeredSession;
import dev.pgconvoy.worker.target.ProvenUnits;
import dev.pgconvoy.worker.target.TargetDatabase;
import dev.pgconvoy.worker.target.TargetDatabase.Permission;
import dev.pgconvoy.worker.verify.LargeObjectComparison;
import dev.pgconvoy.worker.verify.RowsLeftBehind;
import dev.pgconvoy.worker.verify.SequencePositions;
import dev.pgconvoy.worker.verify.TargetSchema;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One database from its snapshot to its last grant. What the ledger has done already is skipped.
final class DatabaseRun {

    private final ConductorAttempt run;
    private final ServerConnector connector;
    private final PgTools tools;
    private final TableBatches batches;
    private final TableSplitter splitter;
    private final TargetDatabase database;
    private final RoleMigration roles;
    private final SourceSnapshots snapshots;
    private final ProgressCounter counter;
    private final DatabaseLog log;

    DatabaseRun(
            ConductorAttempt run,
            ConductorDependencies tools,
            TargetDatabase database,
            RoleMigration roles,
            SourceSnapshots snapshots,
            ProgressCounter counter,
            DatabaseLog log) {
        this.run = run;
        this.connector = tools.connector();
        this.tools = tools.pgTools();
        this.batches = tools.batches(run.request().options().jobs());
        this.splitter = tools.splitter(run.request());
        this.database = database;
        this.roles = roles;
        this.snapshots = snapshots;
        this.counter = counter;
        this.log = log;
    }

    /// @return what it came to; it is kept in the ledger when source and target are equal
    /// @throws MigrationException SNAPSHOT_LOST when the next attempt must begin anew
    DatabaseOutcome copy() throws InterruptedException {
        try {
            return copy(snapshot());
        } catch (SQLException e) {
            throw SqlFailures.exception(e, "database \"%s\"".formatted(database.name()));
        } catch (MigrationException e) {
            if (e.failure().code() == FailureCode.SNAPSHOT_LOST) {
                snapshots.lost(database.name());
            }
            throw e;
        }
    }

    private DatabaseOutcome copy(SourceSnapshot snapshot) throws InterruptedException {
        var name = database.name();
        try (var dump = BackgroundTask.start(() -> dump(snapshot));
                var session = target(snapshot);
                var archive = dump.result();
                var reading = BackgroundTask.startInSnapshot(
                        () -> catalog(snapshot, ArchiveSelection.of(options().filters(), archive.entries())))) {
            var target = new LedgeredSession(session, run.term(), () -> usersPaths(session.jdbc()));
            log.note(target.once("notes on roles", roles::takeNotes));
            var selection = ArchiveSelection.of(options().filters(), archive.entries());
            log.note(selection.notes());
            var schema = new SchemaRun(
                    run,
                    name,
                    archive,
                    selection.entries(),
                    target,
                    database::openWired,
                    ownership(session.jdbc(), selection.entries()),
                    log);
            timed("pre-data", DatabasePhase.PRE_DATA, schema::preData);
            log.note(tablespaces().notes(selection.entries()));
            var catalog = SelectedCatalog.of(
                    reading.result(), selection, names -> AbsentRelations.among(names, session.jdbc()));
            log.note(RowsLeftBehind.lackedByTarget(SelectedCatalog.lacked(reading.result(), selection, catalog)));
            snapshots.share(name, run.epoch());
            var deferred = deferred(snapshot, selection);
            deferred.off().ifPresent(target::once);
            timed(
                    "copy, indexes, constraints",
                    DatabasePhase.COPY,
                    () -> rows(snapshot, catalog, archive, schema.pieces(), deferred, target));
            timed("post-data", DatabasePhase.POST_DATA, () -> {
                SequencePositions.setOnce(target, snapshot.session(), catalog.sequences());
                schema.postData();
                schema.refresh(catalog.materializedViews());
            });
            if (options().verify() != VerifyMode.OFF) {
                timed("verify", DatabasePhase.VERIFY, () -> verify(snapshot.session(), session.jdbc(), catalog));
            }
            log.note(LargeObjectRightsCopy.copy(
                    catalog.largeObjects(),
                    snapshot.session(),
                    target,
                    options().rights()));
            schema.compareRights(snapshot.session(), catalog.largeObjects());
            if (options().verify() == VerifyMode.FULL) {
                timed(
                        "compare schemas",
                        DatabasePhase.VERIFY,
                        () -> new TargetSchema(run.request(), tools, connector, log)
                                .compareMoved(
                                        archive,
                                        selection.entries(),
                                        schema.pieces(),
                                        deferred,
                                        catalog.major(),
                                        session.jdbc(),
                                        () -> database.scratch(session.jdbc())));
            }
            snapshot.requireAlive("database \"%s\"".formatted(name));
            snapshot.requireSameLabels(() -> openSource("snapshot check"));
            var lastSteps = harmless(schema.lastSteps());
            var outcome = log.outcome();
            if (outcome.isProven()) {
                run.checkpoint();
                target.complete(lastSteps, outcome);
                counter.enter(DatabasePhase.DONE);
            }
            return outcome;
        } catch (SQLException e) {
            throw snapshot.explain(e, "database \"%s\"".formatted(name));
        }
    }

    /// The one that this conductor holds; or the one that the copy on the target is of, if somebody
    /// else still holds it; or a new one. It stays until the migration ends.
    private SourceSnapshot snapshot() throws SQLException {
        return snapshots.of(database.name(), () -> {
            var state = database.snapshotState().orElse("");
            var names = state.isEmpty() || snapshots.isSpent(state)
                    ? List.<String>of()
                    : run.snapshots().names(database.name(), state);
            return SourceSnapshot.takeOver(names, state, openSource("snapshot"));
        });
    }

    private MigrationOptions options() {
        return run.request().options();
    }

    private MappedTablespaces tablespaces() {
        return new MappedTablespaces(options().copy().tablespaces());
    }

    private interface Step {
        void run() throws SQLException, InterruptedException;
    }

    private void timed(String phase, DatabasePhase entered, Step step) throws SQLException, InterruptedException {
        run.checkpoint();
        counter.enter(entered);
        var began = System.nanoTime();
        step.run();
        log.phase(phase, began);
    }

    /// Goes on with what an earlier conductor left when the source has not moved since; otherwise begins anew.
    private WireSession target(SourceSnapshot snapshot) throws SQLException {
        var origin = CopyOrigin.of(snapshot.session(), run.request());
        var claimed = database.claim(origin, permission());
        var reason = claimed ? reasonToBeginAnew(snapshot, origin) : Optional.<String>empty();
        if (reason.isPresent()) {
            database.drop();
            claimed = false;
        }
        if (!claimed) {
            database.create(
                    snapshot.session(), origin, snapshot.state(), tablespaces().ofDatabase(snapshot.session()));
        }
        var session = database.openWired();
        try {
            log.begunAnew(new LedgeredSession(session, run.term()).once("begun anew", () -> begunAnew(reason)));
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private Permission permission() {
        return new Permission(
                Optional.ofNullable(
                        run.delivery().submission().acceptance().overwritable().get(database.name())),
                options().copy().resume());
    }

    /// Stands in the ledger, or whoever goes on with the new copy would not know.
    private List<Finding> begunAnew(Optional<String> reason) {
        return reason.map(text -> Finding.info("snapshot", FindingCode.COPIED_ANEW, database.name(), text)).stream()
                .toList();
    }

    private Optional<String> reasonToBeginAnew(SourceSnapshot snapshot, CopyOrigin origin) throws SQLException {
        try (var session = database.open()) {
            var owner = Fence.owner(session);
            if (owner.filter(found -> found.sourceSnapshot().equals(snapshot.state()))
                    .isEmpty()) {
                return Optional.of(
                        "The snapshot of the source that its copy had begun from was lost, and the source had moved since, or does not tell whether it had: it was copied anew from a new snapshot.");
            }
            if (owner.filter(found -> found.origin().equals(origin)).isEmpty()) {
                return Optional.of(
                        "The interrupted copy was one of another source, or with other filters or rights; it was copied anew.");
            }
            return CrashTrace.isLost(session) && CrashTrace.isBeyondRefill(session)
                    ? Optional.of(
                            "A crash of the target emptied unlogged tables that had foreign keys or triggers already, or were partitions of a hash; it was copied anew.")
                    : Optional.empty();
        }
    }

    /// Without settings with which no session could begin.
    private List<Statement> harmless(List<Statement> steps) throws SQLException {
        var trial = new SettingTrial(database::open);
        var harmless = new ArrayList<Statement>();
        for (var step : steps) {
            var objection = trial.objection(step.sql());
            log.note(objection.stream().toList());
            if (objection.isEmpty()) {
                harmless.add(step);
            }
        }
        return harmless;
    }

    private List<SearchPath> usersPaths(Connection target) throws SQLException {
        try (var source = openSource("search paths")) {
            return UsersSearchPaths.of(source, target);
        }
    }

    private SchemaArchive dump(SourceSnapshot snapshot) throws InterruptedException {
        return SchemaArchive.dump(
                tools,
                connector,
                ServerSide.SOURCE,
                run.request().source(),
                database.name(),
                run.request().id(),
                Optional.of(snapshot.name()));
    }

    /// Tables that are not wanted may be replaced as often as anybody likes.
    private CatalogContents catalog(SourceSnapshot snapshot, ArchiveSelection selection)
            throws SQLException, InterruptedException {
        var reader = new CatalogReader(snapshot.session());
        var unreadable = reader.unreadable();
        var catalog = reader.read().without(unreadable);
        log.note(RowsLeftBehind.unreadable(
                unreadable.stream().filter(selection::includesData).toList(),
                "it is empty on the target and was not compared"));
        log.note(reader.invalidIndexes().stream()
                .map(DatabaseRun::invalidIndexFinding)
                .toList());
        log.note(leftBehind());
        snapshot.hold(
                catalog.tables().stream()
                        .map(CatalogTable::name)
                        .filter(selection::includesData)
                        .toList(),
                () -> openSource("snapshot check"));
        return catalog;
    }

    private Connection openSource(String purpose) {
        return connector.open(
                ServerSide.SOURCE,
                run.request().source(),
                database.name(),
                run.request().id(),
                purpose);
    }

    private List<Finding> leftBehind() throws SQLException {
        try (var source = openSource("catalog")) {
            return RowsLeftBehind.find(source, options().filters());
        }
    }

    private static Finding invalidIndexFinding(TableName index) {
        return Finding.warning(
                "invalid-indexes",
                FindingCode.INVALID_INDEX_LEFT_OUT,
                "index " + index,
                "It is not valid on the source, was of no use there and was not moved.",
                "Create it on the target, or drop it on the source.");
    }

    private DeferredChecks deferred(SourceSnapshot snapshot, ArchiveSelection selection) throws SQLException {
        return options().copy().onInvalidData() == InvalidData.NOT_VALID
                ? DeferredChecks.of(new CatalogReader(snapshot.session()).checks(), selection)
                : DeferredChecks.NONE;
    }

    private ObjectOwnership ownership(Connection session, List<TocEntry> entries) throws SQLException {
        if (options().rights().noOwner()) {
            return ObjectOwnership.ofNobody();
        }
        var names = ObjectOwnership.owners(entries);
        if (options().rights().migrateRoles()) {
            roles.join(OwnerRole.find(session, names).stream()
                    .filter(role -> role.there() && !role.usable())
                    .map(OwnerRole::name)
                    .toList());
        }
        var ownership = ObjectOwnership.of(entries, OwnerRole.find(session, names));
        log.note(ownership.notes());
        return ownership;
    }

    private void rows(
            SourceSnapshot snapshot,
            CatalogContents catalog,
            SchemaArchive archive,
            SchemaPieces pieces,
            DeferredChecks deferred,
            LedgeredSession target)
            throws SQLException, InterruptedException {
        var options = run.request().options();
        var session = target.session();
        var division = DecidedDivision.decideOnce(
                session,
                run.term(),
                () -> new TableDivision(
                        splitter.draw(catalog, new SplitKeyReader(snapshot.session())),
                        batches.largePages(catalog.tables())));
        TableSplitter.requireSensible(division.parts(), catalog);
        var entries = archive.entries().stream().collect(Collectors.toMap(TocEntry::dumpId, Function.identity()));
        var targetMajor = session.getMetaData().getDatabaseMajorVersion();
        var digest = RowDigest.between(catalog.types(), snapshot.session(), session);
        var nodes = new CopyPlanner(
                        batches,
                        new VerificationPlanner(options.verify(), digest, batches, targetMajor, true),
                        division,
                        FillOrder.of(EarlyForeignKey.read(session)),
                        entries)
                .plan(
                        catalog,
                        tablespaces().of(pieces),
                        new ForeignKeys(options.copy().onInvalidData()),
                        deferred);
        if (CrashTrace.isLost(session)) {
            target.forget(UnloggedUnits.of(catalog.tables(), nodes));
        }
        counter.planned(nodes, catalog.bytes());
        try (var watch = SourceWatch.start(snapshot, () -> openSource("watch"))) {
            var dispatcher = run.dispatcher(
                    database.name(),
                    nodes,
                    counter,
                    () -> watch.requireNotStartedAgain("database \"%s\"".formatted(database.name())),
                    (_, _) -> {});
            try {
                ProvenUnits.read(session, nodes, dispatcher.complete(snapshot)).forEach(log::done);
            } catch (MigrationException e) {
                if (!e.failure().code().retryable() && e.failure().code() != FailureCode.FENCED) {
                    snapshot.requireSameLabels(() -> openSource("snapshot check")); // or a new label is a bad value
                    ProvenUnits.read(session, List.of(), dispatcher.done()).forEach(log::done); // for the report
                }
                throw e;
            }
        }
    }

    private void verify(Connection source, Connection target, CatalogContents catalog)
            throws SQLException, InterruptedException {
        ReadableRelations.allowTablesOnly(target);
        SequencePositions.compareCopied(target, catalog.sequences()).forEach(log::difference);
        ReadableRelations.allowAll(target);
        LargeObjectComparison.compare(source, target).forEach(log::difference);
    }
}
