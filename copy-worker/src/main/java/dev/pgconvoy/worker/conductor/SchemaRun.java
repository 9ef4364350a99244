package dev.pgconvoy.worker.conductor;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.BackgroundTask;
import dev.pgconvoy.worker.plan.StatementChunk;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.roles.ObjectOwnership;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.schema.IndependentHalves;
import dev.pgconvoy.worker.schema.MappedTablespaces;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.ScriptsAhead;
import dev.pgconvoy.worker.schema.SqlStatements;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.ToldStatements;
import dev.pgconvoy.worker.snapshot.SourceSnapshot;
import dev.pgconvoy.worker.target.LastSteps;
import dev.pgconvoy.worker.target.TargetUnits;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// The schema of one database, as far as the conductor restores it itself: what rows need before them, and what comes
/// after indexes and foreign keys. Each part is a unit of the ledger.
final class SchemaRun {

    /// What two sessions create at once must fit the target's table of locks.
    private static final int ENTRIES_PER_TRANSACTION = 500;

    private static final String SECOND_HALF = "second half of relations";
    private static final int FEWEST_IN_TWO_SESSIONS = 200;

    /// What can be made in two sessions, because the archive names all that it needs.
    private static final Set<String> RELATIONS =
            Set.of("TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE");

    /// Some of them need powers that a managed server does not give; no other object needs them.
    private static final Set<String> MAY_BE_REFUSED = Set.of(
            "PUBLICATION", "PUBLICATION TABLE", "PUBLICATION TABLES IN SCHEMA", "SUBSCRIPTION", "SECURITY LABEL");

    private static final Logger LOG = Logger.getLogger(SchemaRun.class);

    private final ConductorAttempt run;
    private final String database;
    private final DumpedSchema archive;
    private final List<TocEntry> entries;
    private final SchemaPieces pieces;
    private final TargetSession session;
    private final TargetUnits target;
    private final Sessions sessions;
    private final ObjectOwnership ownership;
    private final DatabaseLog log;
    private final ToldStatements told = new ToldStatements();

    /// More sessions in the target database.
    interface Sessions {
        TargetSession open() throws SQLException;
    }

    /// @param entries of the archive that are to be restored
    SchemaRun(
            ConductorAttempt run,
            String database,
            DumpedSchema archive,
            List<TocEntry> entries,
            TargetSession session,
            Sessions sessions,
            ObjectOwnership ownership,
            DatabaseLog log) {
        this.run = run;
        this.database = database;
        this.archive = archive;
        this.entries = entries;
        this.pieces = SchemaPieces.of(entries);
        this.session = session;
        this.target = session.units();
        this.sessions = sessions;
        this.ownership = ownership;
        this.log = log;
    }

    SchemaPieces pieces() {
        return pieces;
    }

    void preData() throws SQLException, InterruptedException {
        schemas();
        var needed = pieces.preData().stream()
                .filter(Predicate.not(SchemaRun::isSchema))
                .filter(Predicate.not(SchemaRun::isCommentOnExtension))
                .toList();
        var relations = spanOfRelations(needed);
        inTurn("before relations", needed.subList(0, relations.from()));
        restore(needed.subList(relations.from(), relations.to()));
        inTurn("after relations", needed.subList(relations.to(), needed.size()));
        moveToTablespaces();
        tolerantly("pre-data comments", statements(pieces.preData().stream().filter(SchemaRun::isCommentOnExtension)));
    }

    /// As long as the tables are empty.
    private void moveToTablespaces() throws InterruptedException {
        var moves = new MappedTablespaces(run.request().options().copy().tablespaces()).moves(pieces.preData());
        for (var from = 0; from < moves.size(); from += ENTRIES_PER_TRANSACTION) {
            run.checkpoint();
            var some = moves.subList(from, Math.min(moves.size(), from + ENTRIES_PER_TRANSACTION));
            target.once(new Statement(
                    "tablespaces from %d".formatted(from),
                    "tablespaces of \"%s\"".formatted(database),
                    String.join(";\n", some)));
        }
    }

    private record Span(int from, int to) {}

    /// From the first relation to the last one, with what is said of them.
    private static Span spanOfRelations(List<TocEntry> entries) {
        var relations = IntStream.range(0, entries.size())
                .filter(index -> RELATIONS.contains(entries.get(index).kind()))
                .summaryStatistics();
        return relations.getCount() == 0 ? new Span(0, 0) : new Span(relations.getMin(), relations.getMax() + 1);
    }

    /// Many in two sessions at once. Should one of them need the other after all (a table whose name is that of
    /// another one's array type, say), the second half is made once more when the first one is there.
    private void restore(List<TocEntry> relations) throws SQLException, InterruptedException {
        var halves = IndependentHalves.of(relations);
        if (Math.min(halves.first().size(), halves.second().size()) < FEWEST_IN_TWO_SESSIONS) {
            inTurn("all relations", relations);
            return;
        }
        try (var beside = BackgroundTask.start(() -> restoreBeside(halves.second()))) {
            inTurn("first half of relations", halves.first());
            if (!beside.result()) {
                inTurn(SECOND_HALF, halves.second());
            }
        }
    }

    /// @return whether all of them are there
    private boolean restoreBeside(List<TocEntry> relations) throws InterruptedException {
        var chunks = chunks(SECOND_HALF, relations);
        try (var second = sessions.open();
                var scripts = scripts(chunks)) {
            for (var chunk : chunks) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                var unit = chunk.unit();
                second.units().once(new Statement(unit, "%s of \"%s\"".formatted(unit, database), scripts.next()));
            }
            return true;
        } catch (SQLException | MigrationException e) {
            LOG.infof(
                    "Relations of %s are created in turn, because two sessions cannot: %s",
                    database, ServerErrorText.ofAny(e));
            return false;
        }
    }

    private void inTurn(String what, List<TocEntry> some) throws InterruptedException {
        var chunks = chunks(what, some);
        try (var scripts = scripts(chunks)) {
            for (var chunk : chunks) {
                run.checkpoint();
                once(chunk.unit(), chunk.entries(), scripts.next());
            }
        }
    }

    private ScriptsAhead scripts(List<Chunk> chunks) {
        return new ScriptsAhead(
                archive, ownership, chunks.stream().map(Chunk::entries).toList());
    }

    private record Chunk(String unit, List<TocEntry> entries) {}

    private static List<Chunk> chunks(String what, List<TocEntry> some) {
        return IntStream.iterate(0, from -> from < some.size(), from -> from + ENTRIES_PER_TRANSACTION)
                .mapToObj(from -> new Chunk(
                        "%s from %d".formatted(what, from),
                        some.subList(from, Math.min(some.size(), from + ENTRIES_PER_TRANSACTION))))
                .toList();
    }

    /// First, so that owners may be allowed to own what is made in them.
    private void schemas() throws SQLException, InterruptedException {
        var schemas = pieces.preData().stream().filter(SchemaRun::isSchema).toList();
        if (!schemas.isEmpty()) {
            once("schemas", schemas, archive.script(schemas, ownership));
        }
        if (!target.isSuperuser()) {
            tolerantly(
                    "schema uses",
                    ownership.foreignSchemas(pieces.preData()).stream()
                            .map(use -> new Statement("schema use", use.object(), use.grant()))
                            .toList());
        }
    }

    void postData() throws SQLException, InterruptedException {
        var refusable = refusable();
        inTurn(
                "post-data",
                pieces.rest().stream()
                        .filter(entry -> !refusable.contains(entry))
                        .toList());
        tolerantly("publications", statements(refusable.stream()));
        tolerantly("owners of statistics", ownersOfStatistics());
        grants();
    }

    /// They are built in tasks, which know no owners.
    private List<Statement> ownersOfStatistics() {
        return pieces.builds().stream()
                .filter(entry -> entry.kind().equals("STATISTICS") && ownership.test(entry))
                .map(entry -> new Statement(
                        entry.unit(),
                        "owner of " + entry.object(),
                        "ALTER STATISTICS %s.%s OWNER TO %s"
                                .formatted(quoted(entry.namespace()), quoted(entry.tag()), quoted(entry.owner()))))
                .toList();
    }

    private void grants() throws SQLException, InterruptedException {
        if (!target.isSuperuser()) {
            tolerantly(
                    "schema uses end",
                    ownership.foreignSchemas(pieces.preData()).stream()
                            .map(use -> new Statement("schema use", use.object(), use.revoke()))
                            .toList());
        }
        if (!rights().noAcl()) {
            told.add(tolerantly(
                    "grants",
                    pieces.grants().stream()
                            .flatMap(entry -> SqlStatements.of(entry.definition()).stream()
                                    .map(sql -> new Statement(entry.unit(), entry.object(), sql)))
                            .toList()));
        }
    }

    /// @return what was noted
    private List<Finding> tolerantly(String what, List<Statement> statements) throws InterruptedException {
        var notes = new ArrayList<Finding>();
        for (var chunk : StatementChunk.of(statements)) {
            run.checkpoint();
            var some = target.tolerantly("%s from %d".formatted(what, chunk.from()), chunk.statements());
            log.note(some);
            notes.addAll(some);
        }
        return notes;
    }

    /// Compares who may do what, once the grants are restored. What belongs to the database itself comes later.
    void compareRights(SourceSnapshot snapshot, List<Long> largeObjects) throws SQLException, InterruptedException {
        log.note(session.compareRights(snapshot, largeObjects, owner -> !ownership.includes(owner), told));
    }

    /// One that its own query refuses (because it needs a search path, say) stays empty and is named.
    void refresh(List<TableName> materializedViews) throws InterruptedException {
        for (var view : materializedViews) {
            run.checkpoint();
            var unit = "refresh " + view.quoted();
            log.note(target.tolerantly(
                    unit,
                    List.of(
                            new Statement(
                                    UnitKind.REFRESH,
                                    unit,
                                    view.toString(),
                                    "REFRESH MATERIALIZED VIEW %s".formatted(view.quoted())),
                            Statement.analyze(view))));
        }
    }

    /// What is to be done at the very end.
    List<Statement> lastSteps() {
        return LastSteps.of(database, entries, pieces, ownership, rights());
    }

    private RightsOptions rights() {
        return run.request().options().rights();
    }

    /// Names the entry that the target refuses.
    private void once(String unit, List<TocEntry> some, String script) throws InterruptedException {
        log.note(target.restoreOnce(
                unit,
                database,
                some,
                chosen -> chosen.equals(some) ? script : archive.script(chosen, ownership),
                run.request().options().copy().failFast()));
    }

    private static boolean isSchema(TocEntry entry) {
        return entry.kind().equals("SCHEMA");
    }

    /// With what is said of them, such as comments.
    private Set<TocEntry> refusable() {
        var ids = new HashSet<Integer>();
        var refusable = new LinkedHashSet<TocEntry>();
        for (var entry : pieces.rest()) {
            if (MAY_BE_REFUSED.contains(entry.kind())
                    || entry.dependencies().stream().anyMatch(ids::contains)) {
                ids.add(entry.dumpId());
                refusable.add(entry);
            }
        }
        return refusable;
    }

    /// Comments on extensions need ownership that a managed server does not give.
    private static boolean isCommentOnExtension(TocEntry entry) {
        return entry.kind().equals("COMMENT") && entry.tag().startsWith("EXTENSION");
    }

    private static List<Statement> statements(Stream<TocEntry> some) {
        return some.map(entry -> new Statement(entry.unit(), entry.object(), entry.definition()))
                .toList();
    }
}
