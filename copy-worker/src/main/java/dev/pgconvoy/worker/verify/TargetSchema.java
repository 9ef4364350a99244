package dev.pgconvoy.worker.verify;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.plan.DeferredChecks;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.schema.MappedTablespaces;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.schema.SchemaComparison;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.verify.ReloadedDefinitions.Scratch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The schema of one database of the target, to be compared with what it should be. That it cannot be read is a note,
/// and no difference.
public record TargetSchema(MigrationRequest request, PgTools tools, ServerConnector connector, DatabaseLog log) {

    private static final int MOST_NAMED = 10;

    /// What a migration has made so far. Event triggers and what is the database's own come last; what the target
    /// refused, and what its rows violate, is a note already.
    public void compareMoved(
            DumpedSchema archive,
            List<TocEntry> moved,
            SchemaPieces pieces,
            DeferredChecks deferred,
            int sourceMajor,
            Connection target,
            Scratch scratch)
            throws SQLException, InterruptedException {
        if (!tools.canDump(ServerVersionReader.of(target))) {
            return;
        }
        var noted = log.notedObjects();
        var later = Stream.concat(pieces.eventTriggers().stream(), pieces.database().stream())
                .collect(Collectors.toSet());
        var violated = deferred.violated(noted);
        UnaryOperator<List<TocEntry>> comparable = entries -> entries.stream()
                .filter(entry -> !noted.contains(Finding.shownObject(entry.object())))
                .map(entry -> entry.withoutChecks(violated))
                .toList();
        var found = read(target, Optional.empty());
        if (found.isPresent()) {
            var expected =
                    moved.stream().filter(entry -> !later.contains(entry)).toList();
            new Comparison(archive, comparable, scratch, target, sourceMajor).of(expected, found.get());
        }
    }

    /// Two databases that somebody has copied.
    ///
    /// @param expected entries of the archive
    public void compare(
            DumpedSchema archive,
            List<TocEntry> expected,
            List<TocEntry> found,
            int sourceMajor,
            Connection target,
            Scratch scratch)
            throws SQLException, InterruptedException {
        new Comparison(archive, UnaryOperator.identity(), scratch, target, sourceMajor).of(expected, found);
    }

    /// @param archive of the source
    /// @param comparable what of a schema is compared, and how
    private final class Comparison {

        private final DumpedSchema archive;
        private final UnaryOperator<List<TocEntry>> comparable;
        private final Scratch scratch;
        private final Connection target;
        private final boolean sameMajor;

        private Comparison(
                DumpedSchema archive,
                UnaryOperator<List<TocEntry>> comparable,
                Scratch scratch,
                Connection target,
                int sourceMajor)
                throws SQLException {
            this.archive = archive;
            this.comparable = comparable;
            this.scratch = scratch;
            this.target = target;
            this.sameMajor = target.getMetaData().getDatabaseMajorVersion() == sourceMajor;
        }

        private void of(List<TocEntry> expected, List<TocEntry> found) throws SQLException, InterruptedException {
            var here = comparable.apply(expected);
            var there = comparable.apply(found);
            SchemaComparison.missing(here, there, sameMajor).forEach(log::difference);
            new MappedTablespaces(request.options().copy().tablespaces())
                    .differences(here, there, target)
                    .forEach(log::difference);
            var doubtful = sameMajor
                    ? SchemaComparison.inOtherWords(here, there)
                    : there.stream().map(TocEntry::unit).collect(Collectors.toSet());
            var loaded = expected.stream()
                    .filter(entry -> doubtful.contains(entry.unit()) && ReloadedDefinitions.canBeLoaded(entry))
                    .toList();
            var units = loaded.stream().map(TocEntry::unit).collect(Collectors.toSet());
            if (sameMajor) {
                var others =
                        doubtful.stream().filter(unit -> !units.contains(unit)).collect(Collectors.toSet());
                SchemaComparison.changed(here, there, others).forEach(log::difference);
            }
            if (!loaded.isEmpty()) {
                compareAsPrinted(archive.withDependencies(loaded), units, there);
            }
        }

        private void compareAsPrinted(List<TocEntry> loaded, Set<String> units, List<TocEntry> there)
                throws SQLException, InterruptedException {
            try {
                var reloaded = ReloadedDefinitions.of(loaded, scratch, request, tools, connector);
                SchemaComparison.changed(comparable.apply(reloaded.entries()), there, units)
                        .forEach(log::difference);
                var unknown = new TreeMap<>(reloaded.refused());
                unknown.keySet().retainAll(units);
                noteUnknown(unknown);
            } catch (SQLException | MigrationException e) {
                var failure = e instanceof MigrationException known
                        ? known.failure()
                        : SqlFailures.classify((SQLException) e, "database \"%s\"".formatted(log.database()));
                if (failure.code().retryable() || failure.code() == FailureCode.FENCED) {
                    throw e;
                }
                var unknown = new TreeMap<String, String>();
                units.forEach(unit -> unknown.put(unit, failure.message()));
                noteUnknown(unknown);
            }
        }
    }

    private void noteUnknown(SortedMap<String, String> reasons) {
        if (!reasons.isEmpty()) {
            var names = reasons.keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
            note(
                    "%d definitions are written in other words on the two servers, and the target did not take them into an empty database, where it would have printed them in its own: %s%s. The first reason: %s"
                            .formatted(
                                    reasons.size(),
                                    names,
                                    reasons.size() > MOST_NAMED ? ", …" : "",
                                    reasons.firstEntry().getValue()),
                    "Compare them by hand, or give the target's user CREATEDB and compare again.");
        }
    }

    /// @return empty when it cannot be read here
    public Optional<List<TocEntry>> read(Connection target, Optional<String> snapshot)
            throws SQLException, InterruptedException {
        var version = ServerVersionReader.of(target);
        if (!tools.canDump(version)) {
            note(
                    "pg_dump %s cannot read a server of version %s.".formatted(tools.version(), version),
                    "Install the PostgreSQL client of version %s where the workers run.".formatted(version.major()));
            return Optional.empty();
        }
        try (var dump = SchemaArchive.dump(
                tools, connector, ServerSide.TARGET, request.target(), log.database(), request.id(), snapshot)) {
            return Optional.of(dump.entries());
        } catch (MigrationException e) {
            if (e.failure().code().retryable()) {
                throw e;
            }
            note(e.failure().message(), e.failure().remedy());
            return Optional.empty();
        }
    }

    private void note(String why, String remedy) {
        log.note(List.of(Finding.warning(
                "schema-comparison",
                FindingCode.SCHEMAS_NOT_COMPARED,
                "database " + log.database(),
                "The schemas were not compared, or not all of their objects: " + why,
                remedy)));
    }
}
