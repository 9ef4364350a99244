package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.estimate.PreflightRun;
import dev.pgconvoy.migration.pause.MigrationPause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A migration as it is shown: on `migration.state`, in `substate-changed`, over REST.
///
/// @param revision counts the changes of this migration from 1, without a gap
/// @param requestHash tells this request from another one under the same id; all facts about it carry the same
/// @param obstacle what has interrupted the work or makes it wait for a lock, until it
/// goes on, or keeps the decided end from being completed
/// @param stalledSince since when no worker has said anything; empty while all is well
/// @param azure what Azure's service says, when it moves the data
/// @param cancelReason why somebody asked to stop it; left out of JSON when nobody has said it
/// @param preflight when the checks were made, and what they expect; left out of JSON where that is not known
/// @param pause what somebody wants of it until it is resumed; left out of JSON
/// when it is to go on
/// @param databasesToDrop what a cancelled or failed migration left on the target, incomplete
public record MigrationStatus(
        MigrationId id,
        long revision,
        MigrationState state,
        Substate substate,
        MigrationRequest request,
        String requestHash,
        Instant requestedAt,
        Instant changedAt,
        List<DatabaseProgress> databases,
        List<Finding> findings,
        Optional<Failure> failure,
        Optional<Finding> obstacle,
        Optional<Report> report,
        List<String> databasesToDrop,
        Optional<Instant> stalledSince,
        Optional<AzureStatus> azure,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> cancelReason,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PreflightRun> preflight,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<MigrationPause> pause) {

    public MigrationStatus {
        databases = List.copyOf(databases);
        findings = List.copyOf(findings);
        databasesToDrop = List.copyOf(databasesToDrop);
    }

    /// One that is not paused, of whose checks no more is known than their findings.
    public MigrationStatus(
            MigrationId id,
            long revision,
            MigrationState state,
            Substate substate,
            MigrationRequest request,
            String requestHash,
            Instant requestedAt,
            Instant changedAt,
            List<DatabaseProgress> databases,
            List<Finding> findings,
            Optional<Failure> failure,
            Optional<Finding> obstacle,
            Optional<Report> report,
            List<String> databasesToDrop,
            Optional<Instant> stalledSince,
            Optional<AzureStatus> azure,
            Optional<String> cancelReason) {
        this(
                id,
                revision,
                state,
                substate,
                request,
                requestHash,
                requestedAt,
                changedAt,
                databases,
                findings,
                failure,
                obstacle,
                report,
                databasesToDrop,
                stalledSince,
                azure,
                cancelReason,
                Optional.empty(),
                Optional.empty());
    }

    @JsonIgnore
    public boolean isFinal() {
        return state.isFinal();
    }

    /// As it may be published: the request without its passwords, which stay with those who connect.
    public MigrationStatus withoutPasswords() {
        return with(request.withoutPasswords(), databases, findings, report, preflight);
    }

    public MigrationStatus withFindings(List<Finding> others) {
        return with(request, databases, others, report, preflight);
    }

    public MigrationStatus withDatabases(List<DatabaseProgress> others) {
        return with(request, others, findings, report, preflight);
    }

    /// Without the report and the estimates of single databases: small enough to repeat every second.
    public MigrationStatus brief() {
        return withReport(Optional.empty()).withPreflight(preflight.map(PreflightRun::withoutDatabases));
    }

    public MigrationStatus withPreflight(Optional<PreflightRun> other) {
        return with(request, databases, findings, report, other);
    }

    public MigrationStatus withReport(Optional<Report> other) {
        return with(request, databases, findings, other, preflight);
    }

    private MigrationStatus with(
            MigrationRequest request,
            List<DatabaseProgress> databases,
            List<Finding> findings,
            Optional<Report> report,
            Optional<PreflightRun> preflight) {
        return new MigrationStatus(
                id,
                revision,
                state,
                substate,
                request,
                requestHash,
                requestedAt,
                changedAt,
                databases,
                findings,
                failure,
                obstacle,
                report,
                databasesToDrop,
                stalledSince,
                azure,
                cancelReason,
                preflight,
                pause);
    }
}
