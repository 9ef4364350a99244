package dev.pgconvoy.worker.verify;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.plan.DeferredChecks;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.schema.SchemaComparison;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The schema of one database of the target, to be compared with what it should be. That it cannot be read is a note,
/// and no difference.
public record TargetSchema(MigrationRequest request, PgTools tools, ServerConnector connector, DatabaseLog log) {

    /// What a migration has made so far. Event triggers and what is the database's own come last; what the target
    /// refused, and what its rows violate, is a note already.
    public void compareMoved(
            List<TocEntry> moved, SchemaPieces pieces, DeferredChecks deferred, int sourceMajor, Connection target)
            throws SQLException, InterruptedException {
        if (!tools.canDump(ServerVersionReader.of(target))) {
            return;
        }
        var noted = log.notedObjects();
        var later = Stream.concat(pieces.eventTriggers().stream(), pieces.database().stream())
                .collect(Collectors.toSet());
        var violated = deferred.violated(noted);
        var expected = moved.stream()
                .filter(entry -> !later.contains(entry) && !noted.contains(Finding.shownObject(entry.object())))
                .map(entry -> entry.withoutChecks(violated))
                .toList();
        var found = read(target, Optional.empty());
        if (found.isPresent()) {
            var others = found.get().stream()
                    .filter(entry -> !noted.contains(Finding.shownObject(entry.object())))
                    .map(entry -> entry.withoutChecks(violated))
                    .toList();
            differences(expected, others, sourceMajor, target).forEach(log::difference);
        }
    }

    public static List<Difference> differences(
            List<TocEntry> expected, List<TocEntry> found, int sourceMajor, Connection target) throws SQLException {
        var sameMajor = Integer.toString(sourceMajor)
                .equals(Integer.toString(target.getMetaData().getDatabaseMajorVersion()));
        return SchemaComparison.compare(expected, found, sameMajor);
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
                "The schemas were not compared object by object: " + why,
                remedy)));
    }
}
