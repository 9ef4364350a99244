package dev.pgconvoy.lifecycle;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What every state knows about its migration.
///
/// @param requestHash of the one request that the migration stands for; facts about another one are refused
/// @param revision counts the changes, from 1
/// @param checked whether the checks' verdict is known; the first one counts
/// @param obstacle what kept the conductor last from coming to the end that is decided
/// @param azure what Azure's service said last, when it moves the data
public record Dossier(
        MigrationRequest request,
        String requestHash,
        long revision,
        Instant requestedAt,
        Instant changedAt,
        List<DatabaseProgress> databases,
        boolean checked,
        List<Finding> findings,
        Optional<Finding> obstacle,
        Optional<Instant> stalledSince,
        Optional<AzureStatus> azure) {

    /// The first word of the names of all checks that Azure's service made.
    public static final String AZURE_CHECKS = "azure-";

    public Dossier {
        databases = List.copyOf(databases);
        findings = List.copyOf(findings);
    }

    static Dossier open(MigrationRequest request, String requestHash, Instant requestedAt, Instant at) {
        return new Dossier(
                request,
                requestHash,
                0,
                requestedAt,
                at,
                queued(request),
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
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
        var all = Stream.concat(found.stream(), findings.stream().filter(Dossier::isAzures))
                .toList();
        return new Dossier(
                request, requestHash, revision, first, changedAt, databases, true, all, obstacle, stalledSince, azure);
    }

    Dossier progressed(List<DatabaseProgress> counters) {
        return new Dossier(
                request,
                requestHash,
                revision,
                requestedAt,
                changedAt,
                counters,
                checked,
                findings,
                obstacle,
                stalledSince,
                azure);
    }

    /// What Azure's service says beside what our checks found; counters that it does not tell stay as they are.
    Dossier seen(Observation.AzureSeen fact) {
        var counters = fact.databases().isEmpty() ? databases : fact.databases();
        var ours = findings.stream()
                .filter(finding -> !isAzures(finding) && !fact.findings().contains(finding));
        var all = Stream.concat(ours, fact.findings().stream()).toList();
        return new Dossier(
                request,
                requestHash,
                revision,
                requestedAt,
                changedAt,
                counters,
                checked,
                all,
                obstacle,
                stalledSince,
                Optional.of(fact.status()));
    }

    private static boolean isAzures(Finding finding) {
        return finding.check().startsWith(AZURE_CHECKS);
    }

    Dossier hindered(Optional<Finding> by) {
        return new Dossier(
                request,
                requestHash,
                revision,
                requestedAt,
                changedAt,
                databases,
                checked,
                findings,
                by,
                stalledSince,
                azure);
    }

    Dossier stalled(Optional<Instant> since) {
        return new Dossier(
                request,
                requestHash,
                revision,
                requestedAt,
                changedAt,
                databases,
                checked,
                findings,
                obstacle,
                since,
                azure);
    }

    /// One more change: heard of at that time, so no longer stalled.
    Dossier next(Instant at) {
        return new Dossier(
                request,
                requestHash,
                revision + 1,
                requestedAt,
                at,
                databases,
                checked,
                findings,
                obstacle,
                Optional.empty(),
                azure);
    }

    List<String> databaseNames() {
        return databases.stream().map(DatabaseProgress::database).toList();
    }

    /// Those whose copy was begun and not completed.
    List<String> unfinishedDatabases() {
        return databases.stream()
                .filter(database -> database.phase() != DatabasePhase.QUEUED && database.phase() != DatabasePhase.DONE)
                .map(DatabaseProgress::database)
                .toList();
    }
}
