package dev.pgconvoy.lifecycle;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What every state knows about its migration.
///
/// @param revision counts the changes, from 1
/// @param checked whether the checks' verdict is known; the first one counts
public record Dossier(
        MigrationRequest request,
        long revision,
        Instant requestedAt,
        Instant changedAt,
        List<DatabaseProgress> databases,
        boolean checked,
        List<Finding> findings,
        Optional<Instant> stalledSince) {

    public Dossier {
        databases = List.copyOf(databases);
        findings = List.copyOf(findings);
    }

    static Dossier open(MigrationRequest request, Instant requestedAt, Instant at) {
        return new Dossier(request, 0, requestedAt, at, queued(request), false, List.of(), Optional.empty());
    }

    private static List<DatabaseProgress> queued(MigrationRequest request) {
        return request.databases().stream().map(DatabaseProgress::queued).toList();
    }

    /// With the databases that were found; those that move already keep their counters.
    Dossier resolved(MigrationRequest resolved) {
        return databases.isEmpty() ? progressed(queued(resolved)) : this;
    }

    Dossier checked(List<Finding> found, Instant asked) {
        var first = asked.isBefore(requestedAt) ? asked : requestedAt;
        return new Dossier(request, revision, first, changedAt, databases, true, found, stalledSince);
    }

    Dossier progressed(List<DatabaseProgress> counters) {
        return new Dossier(request, revision, requestedAt, changedAt, counters, checked, findings, stalledSince);
    }

    Dossier stalled(Optional<Instant> since) {
        return new Dossier(request, revision, requestedAt, changedAt, databases, checked, findings, since);
    }

    /// One more change: heard of at that time, so no longer stalled.
    Dossier next(Instant at) {
        return new Dossier(request, revision + 1, requestedAt, at, databases, checked, findings, Optional.empty());
    }

    List<String> databaseNames() {
        return databases.stream().map(DatabaseProgress::database).toList();
    }
}
