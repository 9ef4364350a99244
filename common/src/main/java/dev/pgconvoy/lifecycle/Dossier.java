package dev.pgconvoy.lifecycle;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.estimate.PreflightRun;
import dev.pgconvoy.migration.pause.MigrationPause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What every state knows about its migration.
///
/// @param requestHash of the one request that the migration stands for; facts about another one are refused
/// @param revision counts the changes, from 1
/// @param checked whether the checks' verdict is known; the first one counts
/// @param obstacle what interrupted the conductor last, or kept it from completing the decided end
/// @param azure what Azure's service said last, when it moves the data
/// @param preflight when the checks were made, and what they expect of the migration
/// @param cancelReason why somebody asked to stop it; left out of JSON when nobody has said it
/// @param pause what somebody wants of it until it is resumed; left out of JSON
/// when it is to go on
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
        Optional<AzureStatus> azure,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> cancelReason,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PreflightRun> preflight,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<MigrationPause> pause) {

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
                Optional.empty(),
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

    Dossier checked(List<Finding> found, Instant asked, Optional<PreflightRun> run) {
        var first = asked.isBefore(requestedAt) ? asked : requestedAt;
        var all = Stream.concat(found.stream(), findings.stream().filter(Dossier::isAzures))
                .distinct()
                .toList();
        return with(draft -> {
            draft.requestedAt = first;
            draft.checked = true;
            draft.findings = all;
            draft.preflight = run;
        });
    }

    Dossier progressed(List<DatabaseProgress> counters) {
        return with(draft -> draft.databases = counters);
    }

    /// What Azure's service says beside what our checks found; counters that it does not tell stay as they are.
    Dossier seen(Observation.AzureSeen fact) {
        var counters = fact.databases().isEmpty() ? databases : fact.databases();
        var ours = findings.stream()
                .filter(finding -> !isAzures(finding) && !fact.findings().contains(finding));
        var all = Stream.concat(ours, fact.findings().stream()).distinct().toList();
        return with(draft -> {
            draft.databases = counters;
            draft.findings = all;
            draft.azure = Optional.of(fact.status());
        });
    }

    private static boolean isAzures(Finding finding) {
        return finding.check().startsWith(AZURE_CHECKS);
    }

    Dossier hindered(Optional<Finding> by) {
        return with(draft -> draft.obstacle = by);
    }

    /// @param reason may be empty
    Dossier cancelled(String reason) {
        return with(draft -> draft.cancelReason = Optional.of(reason).filter(said -> !said.isBlank()));
    }

    Dossier paused(Optional<MigrationPause> wanted) {
        return with(draft -> draft.pause = wanted);
    }

    /// What is said of another pause counts for nothing.
    Dossier pauseReached(Instant since, Instant until) {
        return paused(pause.map(wanted -> wanted.since().equals(since) ? wanted.reached(until) : wanted));
    }

    Dossier stalled(Optional<Instant> since) {
        return with(draft -> draft.stalledSince = since);
    }

    /// One more change: heard of at that time, so no longer stalled.
    Dossier next(Instant at) {
        return with(draft -> {
            draft.revision = revision + 1;
            draft.changedAt = at;
            draft.stalledSince = Optional.empty();
        });
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

    private Dossier with(Consumer<Draft> changes) {
        var draft = new Draft(this);
        changes.accept(draft);
        return draft.dossier();
    }

    /// A copy while it is changed.
    private static final class Draft {
        private MigrationRequest request;
        private String requestHash;
        private long revision;
        private Instant requestedAt;
        private Instant changedAt;
        private List<DatabaseProgress> databases;
        private boolean checked;
        private List<Finding> findings;
        private Optional<Finding> obstacle;
        private Optional<Instant> stalledSince;
        private Optional<AzureStatus> azure;
        private Optional<String> cancelReason;
        private Optional<PreflightRun> preflight;
        private Optional<MigrationPause> pause;

        private Draft(Dossier from) {
            this.request = from.request;
            this.requestHash = from.requestHash;
            this.revision = from.revision;
            this.requestedAt = from.requestedAt;
            this.changedAt = from.changedAt;
            this.databases = from.databases;
            this.checked = from.checked;
            this.findings = from.findings;
            this.obstacle = from.obstacle;
            this.stalledSince = from.stalledSince;
            this.azure = from.azure;
            this.cancelReason = from.cancelReason;
            this.preflight = from.preflight;
            this.pause = from.pause;
        }

        private Dossier dossier() {
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
                    stalledSince,
                    azure,
                    cancelReason,
                    preflight,
                    pause);
        }
    }
}
