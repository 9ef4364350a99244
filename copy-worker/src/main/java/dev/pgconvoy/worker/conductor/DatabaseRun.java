package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.text.PrintableText;
import dev.pgconvoy.worker.BackgroundTask;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.TableDivision;
import dev.pgconvoy.worker.conductor.CopiedDatabase.WriteWatch;
import dev.pgconvoy.worker.dispatch.ProgressCounter;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.plan.CircularKeys;
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
import dev.pgconvoy.worker.schema.ArchiveSelection;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.schema.MappedTablespaces;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import dev.pgconvoy.worker.snapshot.SourceSnapshots;
import dev.pgconvoy.worker.target.MigratedDatabase.Permission;
import dev.pgconvoy.worker.verify.RowsLeftBehind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.MDC;

/// One database from its snapshot to its last grant. What the ledger has done already is skipped.
final class DatabaseRun {

    private static final int MOST_NAMED = 10;

    private final ConductorAttempt run;
    private final TableBatches batches;
    private final TableSplitter splitter;
    private final CopiedDatabase database;
    private final SourceSnapshots snapshots;
    private final ProgressCounter counter;
    private final DatabaseLog log;

    DatabaseRun(
            ConductorAttempt run,
            ConductorDependencies tools,
            CopiedDatabase database,
            SourceSnapshots snapshots,
            ProgressCounter counter,
            DatabaseLog log) {
        this.run = run;
        this.batches = tools.batches(run.request());
        this.splitter = tools.splitter(run.request());
        this.database = database;
        this.snapshots = snapshots;
        this.counter = counter;
        this.log = log;
    }

    /// @return what it came to; it is kept in the ledger when source and target are equal
    /// @throws MigrationException SNAPSHOT_LOST when the next attempt must begin anew
    DatabaseOutcome copy() throws InterruptedException {
        MDC.put("database", PrintableText.of(name()));
        try {
            awaitEndOfPauseBeforeTheFirstSnapshot();
            return copy(snapshot());
        } catch (SQLException e) {
            throw SqlFailures.exception(e, object());
        } catch (MigrationException e) {
            if (e.failure().code() == FailureCode.SNAPSHOT_LOST) {
                snapshots.lost(name());
            }
            throw e;
        } finally {
            MDC.remove("database");
        }
    }

    /// A copy that was begun waits later, where its snapshot is held again.
    private void awaitEndOfPauseBeforeTheFirstSnapshot() throws SQLException, InterruptedException {
        if (run.pause().isOn() && database.target().snapshotState().isEmpty()) {
            run.awaitEndOfPause();
        }
    }

    private DatabaseOutcome copy(SourceSnapshot snapshot) throws InterruptedException {
        try (var dump = BackgroundTask.start(() -> database.dump(snapshot));
                var session = target(snapshot);
                var archive = dump.result();
                var reading = BackgroundTask.startInSnapshot(
                        () -> read(snapshot, ArchiveSelection.of(options().filters(), archive.entries())))) {
            var target = session.units();
            if (options().rights().migrateRoles()) {
                log.note(target.once("notes on roles", database::takeRoleNotes));
            }
            var selection = ArchiveSelection.of(options().filters(), archive.entries());
            log.note(selection.notes());
            archive.requireReadable(selection.entries());
            var schema = new SchemaRun(
                    run,
                    name(),
                    archive,
                    selection.entries(),
                    session,
                    database::open,
                    ownership(session, selection.entries()),
                    log);
            timed("pre-data", DatabasePhase.PRE_DATA, schema::preData);
            log.note(tablespaces().notes(selection.entries()));
            var all = reading.result().catalog();
            var catalog = SelectedCatalog.of(all, selection, session::absent);
            log.note(RowsLeftBehind.lackedByTarget(SelectedCatalog.lacked(all, selection, catalog)));
            snapshots.share(name(), run.epoch());
            var deferred = deferred(snapshot, selection);
            deferred.off().ifPresent(target::once);
            timed(
                    "copy, indexes, constraints",
                    DatabasePhase.COPY,
                    () -> rows(snapshot, catalog, archive, schema.pieces(), deferred, session));
            timed("post-data", DatabasePhase.POST_DATA, () -> {
                session.setSequences(snapshot, catalog.sequences());
                schema.postData();
                schema.refresh(catalog.materializedViews());
            });
            if (options().verify() != VerifyMode.OFF) {
                timed("verify", DatabasePhase.VERIFY, () -> {
                    session.compareSequences(catalog.sequences()).forEach(log::difference);
                    session.compareLargeObjects(snapshot).forEach(log::difference);
                });
            }
            log.note(session.copyLargeObjectRights(snapshot, catalog.largeObjects()));
            schema.compareRights(snapshot, catalog.largeObjects());
            if (options().verify() == VerifyMode.FULL) {
                timed(
                        "compare schemas",
                        DatabasePhase.VERIFY,
                        () -> session.compareSchemas(
                                archive, selection.entries(), schema.pieces(), deferred, catalog.major()));
            }
            snapshot.requireAlive(object());
            database.requireSameLabels(snapshot);
            log.note(written(reading.result().writes().written(), catalog));
            var lastSteps = harmless(schema.lastSteps());
            var outcome = log.outcome();
            if (outcome.isProven()) {
                run.checkpoint();
                target.complete(lastSteps, outcome);
                counter.enter(DatabasePhase.DONE);
            }
            return outcome;
        } catch (SQLException e) {
            throw snapshot.explain(e, object());
        }
    }

    /// The one that this conductor holds; or the one that the copy on the target is of, if somebody
    /// else still holds it; or a new one. It stays until the migration ends.
    private SourceSnapshot snapshot() throws SQLException {
        return snapshots.of(name(), () -> {
            var state = database.target().snapshotState().orElse("");
            var names = state.isEmpty() || snapshots.isSpent(state)
                    ? List.<String>of()
                    : run.snapshots().names(name(), state);
            return database.takeSnapshot(names, state);
        });
    }

    private String name() {
        return database.target().name();
    }

    private String object() {
        return "database \"%s\"".formatted(name());
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
        if (entered != DatabasePhase.PRE_DATA) {
            run.awaitEndOfPause();
        }
        counter.enter(entered);
        var began = System.nanoTime();
        step.run();
        log.phase(phase, began);
    }

    /// Goes on with what an earlier conductor left when the source has not moved since; otherwise begins anew.
    private TargetSession target(SourceSnapshot snapshot) throws SQLException {
        var origin = database.origin(snapshot);
        var claimed = database.target().claim(origin, permission());
        var reason = claimed ? reasonToBeginAnew(snapshot, origin) : reasonOfEarlierOne();
        if (claimed && reason.isPresent()) {
            database.beginAnew();
            database.target().drop();
            claimed = false;
        }
        if (!claimed) {
            database.create(snapshot, origin);
        }
        var session = database.open();
        try {
            if (claimed || reason.isPresent()) {
                log.begunAnew(session.units().once("begun anew", () -> begunAnew(reason)));
            }
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private Permission permission() {
        return new Permission(
                Optional.ofNullable(
                        run.delivery().submission().acceptance().overwritable().get(name())),
                options().copy().resume());
    }

    /// Stands in the ledger, or whoever goes on with the new copy would not know.
    private List<Finding> begunAnew(Optional<String> reason) {
        return reason.map(text -> Finding.info("snapshot", FindingCode.COPIED_ANEW, name(), text)).stream()
                .toList();
    }

    /// Who dropped a copy may not have come to make the next one.
    private Optional<String> reasonOfEarlierOne() throws SQLException {
        return database.isBegunAnew()
                ? Optional.of("What was copied before could not be gone on with, and was dropped; it was copied anew.")
                : Optional.empty();
    }

    private Optional<String> reasonToBeginAnew(SourceSnapshot snapshot, CopyOrigin origin) throws SQLException {
        var found = database.look();
        if (found.owner()
                .filter(owner -> owner.sourceSnapshot().equals(snapshot.state()))
                .isEmpty()) {
            return Optional.of(
                    "The snapshot of the source that its copy had begun from was lost, and the source had moved since, or does not tell whether it had: it was copied anew from a new snapshot.");
        }
        if (found.owner().filter(owner -> owner.origin().equals(origin)).isEmpty()) {
            return Optional.of(
                    "The interrupted copy was one of another source, or with other filters or rights; it was copied anew.");
        }
        if (found.inOtherUnits()) {
            return Optional.of(
                    "An earlier version of pgconvoy had begun the copy in other steps, which cannot be gone on with; it was copied anew.");
        }
        return found.crashed()
                ? Optional.of(
                        "A crash of the target emptied unlogged tables that had foreign keys or triggers already, or were partitions of a hash; it was copied anew.")
                : Optional.empty();
    }

    /// Without settings with which no session could begin.
    private List<Statement> harmless(List<Statement> steps) throws SQLException {
        var harmless = new ArrayList<Statement>();
        for (var step : steps) {
            var objection = database.objection(step.sql());
            log.note(objection.stream().toList());
            if (objection.isEmpty()) {
                harmless.add(step);
            }
        }
        return harmless;
    }

    private record Read(CatalogContents catalog, WriteWatch writes) {}

    /// Tables that are not wanted may be replaced as often as anybody likes.
    private Read read(SourceSnapshot snapshot, ArchiveSelection selection) throws SQLException, InterruptedException {
        var writes = database.watchWrites(snapshot);
        var found = database.readCatalog(snapshot);
        var catalog = found.readable();
        log.note(RowsLeftBehind.unreadable(
                found.unreadable().stream().filter(selection::includesData).toList(),
                "it is empty on the target and was not compared"));
        log.note(found.invalidIndexes().stream()
                .map(DatabaseRun::invalidIndexFinding)
                .toList());
        log.note(database.hold(
                snapshot,
                catalog.tables().stream()
                        .map(CatalogTable::name)
                        .filter(selection::includesData)
                        .toList()));
        return new Read(catalog, writes);
    }

    /// What a source that is used meanwhile gets is on the source alone.
    private List<Finding> written(List<TableName> tables, CatalogContents catalog) {
        var copied = catalog.tables().stream().map(CatalogTable::name).collect(Collectors.toSet());
        var written = tables.stream().filter(copied::contains).toList();
        if (written.isEmpty()) {
            return List.of();
        }
        var names = written.stream().limit(MOST_NAMED).map(TableName::toString).collect(Collectors.joining(", "));
        return List.of(Finding.of(
                "source-writes",
                FindingCode.SOURCE_WRITTEN,
                Severity.INFO,
                object(),
                "Rows of %d tables may have been written at the source after the snapshot that was copied: its counters for them have gone up (also by what was rolled back, or is counted late): %s%s. Such changes are not on the target."
                        .formatted(written.size(), names, written.size() > MOST_NAMED ? ", …" : ""),
                "If they are wanted, stop what writes to the source and migrate again."));
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
                ? DeferredChecks.of(database.readChecks(snapshot), selection)
                : DeferredChecks.NONE;
    }

    private ObjectOwnership ownership(TargetSession session, List<TocEntry> entries) throws SQLException {
        if (options().rights().noOwner()) {
            return ObjectOwnership.ofNobody();
        }
        var names = ObjectOwnership.owners(entries);
        if (options().rights().migrateRoles()) {
            database.joinRoles(List.copyOf(names));
        }
        var ownership = ObjectOwnership.of(entries, session.ownerRoles(names));
        log.note(ownership.notes());
        return ownership;
    }

    private void rows(
            SourceSnapshot snapshot,
            CatalogContents catalog,
            DumpedSchema archive,
            SchemaPieces pieces,
            DeferredChecks deferred,
            TargetSession session)
            throws SQLException, InterruptedException {
        var options = run.request().options();
        var division = session.decideDivision(() -> new TableDivision(
                splitter.draw(catalog, database.splitKeys(snapshot)), batches.largePages(catalog.tables())));
        TableSplitter.requireSensible(division.parts(), catalog);
        var early = session.earlyForeignKeys();
        var postponed = session.postpone(CircularKeys.among(early, catalog.tables(), division));
        var entries = archive.entries().stream().collect(Collectors.toMap(TocEntry::dumpId, Function.identity()));
        var targetMajor = session.major();
        var digest = session.digest(catalog.types(), snapshot);
        var nodes = new CopyPlanner(
                        batches,
                        new VerificationPlanner(options.verify(), digest, batches, targetMajor, true),
                        division,
                        FillOrder.of(early, postponed),
                        entries)
                .plan(
                        catalog,
                        tablespaces().of(pieces),
                        new ForeignKeys(options.copy().onInvalidData(), postponed),
                        deferred);
        if (session.hasLostRows()) {
            session.units().forget(UnloggedUnits.of(catalog.tables(), nodes));
        }
        counter.planned(nodes, catalog.bytes());
        try (var watch = database.watch(snapshot)) {
            var dispatcher = run.dispatcher(name(), nodes, counter, watch::requireNotStartedAgain, (_, _) -> {});
            try {
                session.proven(nodes, dispatcher.complete(snapshot)).forEach(log::proven);
            } catch (MigrationException e) {
                if (!e.failure().code().retryable() && e.failure().code() != FailureCode.FENCED) {
                    database.requireSameLabels(snapshot); // or a new label is a bad value
                    session.proven(List.of(), dispatcher.done()).forEach(log::proven); // for the report
                }
                throw e;
            }
        }
    }
}
