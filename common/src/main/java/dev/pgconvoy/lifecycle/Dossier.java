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
public record Dossier(
        MigrationRequest request,
        long revision,
        Instant requestedAt,
        Instant changedAt,
        List<DatabaseProgress> databases,
        List<Finding> findings,
        Optional<Instant> stalledSince) {

    public Dossier {
        databases = List.copyOf(databases);
        findings = List.copyOf(findings);
    }

    static Dossier open(MigrationRequest request, Instant requestedAt, Instant at) {
        var queued = request.databases().stream().map(DatabaseProgress::queued).toList();
        return new Dossier(request, 0, requestedAt, at, queued, List.of(), Optional.empty());
    }

    Dossier validated(MigrationRequest resolved, List<Finding> found) {
        var queued = resolved.databases().stream().map(DatabaseProgress::queued).toList();
        return new Dossier(request, revision, requestedAt, changedAt, queued, found, stalledSince);
    }

    Dossier progressed(List<DatabaseProgress> counters) {
        return new Dossier(request, revision, requestedAt, changedAt, counters, findings, stalledSince);
    }

    Dossier stalled(Optional<Instant> since) {
        return new Dossier(request, revision, requestedAt, changedAt, databases, findings, since);
    }

    /// One more change: heard of at that time, so no longer stalled.
    Dossier next(Instant at) {
        return new Dossier(request, revision + 1, requestedAt, at, databases, findings, Optional.empty());
    }

    List<String> databaseNames() {
        return databases.stream().map(DatabaseProgress::database).toList();
    }
}
