package dev.pgconvoy.launcher;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.Report.DatabaseReport;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.migration.Report.PhaseTime;
import dev.pgconvoy.migration.Report.TableReport;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.estimate.DatabaseEstimate;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import dev.pgconvoy.migration.estimate.MeasuredRates;
import dev.pgconvoy.migration.estimate.PreflightRun;
import dev.pgconvoy.secret.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Migrations as the monitor would tell of them.
public final class SampleStatuses {

    public static final Instant START = Instant.parse("2030-01-02T03:04:05Z");

    private SampleStatuses() {}

    public static DatabaseProgress database(String name, DatabasePhase phase) {
        return new DatabaseProgress(
                name, phase, 10, 4, 20, 0, 400_000_000, 100_000_000, 1_000_000, 8, 2, 17, 45_300_000, 75);
    }

    public static MigrationStatus running(DatabaseProgress... databases) {
        return status(
                1,
                MigrationState.IN_PROGRESS,
                Substate.MIGRATING_DATA,
                List.of(databases),
                Optional.empty(),
                List.of());
    }

    public static MigrationStatus ended(MigrationState state) {
        return status(9, state, Substate.COMPLETED, List.of(), Optional.empty(), List.of());
    }

    public static PreflightRun preflight() {
        var shop = new DatabaseEstimate(
                "shop",
                12,
                96,
                2_000_000,
                312_000_000,
                100_000_000,
                80_000_000,
                3,
                24_000,
                "\"public\".\"<orders>\"",
                200_000_000,
                new LikelyDuration(Duration.ofSeconds(170), Duration.ofSeconds(400)),
                "the copy of the rows of \"public\".\"<orders>\"");
        var estimate = new Estimate(
                new LikelyDuration(Duration.ofSeconds(171), Duration.ofSeconds(401)),
                "the copy of the rows of \"public\".\"<orders>\" in \"shop\"",
                1_033_000_000,
                541_000_000,
                10,
                8,
                new MeasuredRates(Duration.ofMillis(2), Duration.ofMillis(20), 90_000_000, 70_000_000, 85),
                12,
                List.of(shop));
        return new PreflightRun(START, START.plusSeconds(2), Optional.of(estimate));
    }

    /// Of which only the checks were asked for.
    public static MigrationStatus validated(Finding... findings) {
        var found = List.of(findings);
        var state = Verdict.of(found) == Verdict.FAILED ? MigrationState.VALIDATION_FAILED : MigrationState.SUCCEEDED;
        return ended(state).withFindings(found);
    }

    public static MigrationStatus ended(MigrationState state, Report report) {
        return status(9, state, Substate.COMPLETED, List.of(), Optional.of(report), List.of());
    }

    /// Moved to a server in Azure.
    public static MigrationStatus succeededIn(String host) {
        var status = ended(MigrationState.SUCCEEDED, report(List.of()));
        var request = status.request();
        return Fixtures.asked(
                status,
                new MigrationRequest(
                        request.id(),
                        request.source(),
                        endpoint(host),
                        List.of("shop", "Lager & Co"),
                        request.options()));
    }

    public static MigrationStatus labelled(MigrationStatus status, String key, String value) {
        return Fixtures.asked(status, status.request().withLabels(new TreeMap<>(Map.of(key, value))));
    }

    /// Cancelled, and something is in the way.
    public static MigrationStatus hindered(Finding by) {
        return status(
                9,
                MigrationState.IN_PROGRESS,
                Substate.CANCELING_REQUESTED_DB_MIGRATIONS,
                List.of(),
                Optional.empty(),
                Optional.of(by),
                Optional.empty(),
                List.of());
    }

    public static MigrationStatus failed(FailureCode code, String... toDrop) {
        return status(
                9,
                MigrationState.FAILED,
                Substate.COMPLETED,
                List.of(),
                Optional.of(new Failure(code, "table t", "It is not ours.", "Grant it.")),
                Optional.empty(),
                Optional.empty(),
                List.of(toDrop));
    }

    public static MigrationStatus canceled(String... toDrop) {
        return status(9, MigrationState.CANCELED, Substate.COMPLETED, List.of(), Optional.empty(), List.of(toDrop));
    }

    public static MigrationStatus canceledBecause(String reason) {
        var status = canceled();
        return new MigrationStatus(
                status.id(),
                status.revision(),
                status.state(),
                status.substate(),
                status.request(),
                status.requestHash(),
                status.requestedAt(),
                status.changedAt(),
                status.databases(),
                status.findings(),
                status.failure(),
                status.obstacle(),
                status.report(),
                status.databasesToDrop(),
                status.stalledSince(),
                status.azure(),
                Optional.of(reason));
    }

    public static Report report(List<Difference> differences) {
        return report(differences, 31);
    }

    public static Report report(List<Difference> differences, long verified) {
        var database = new DatabaseReport(
                "shop",
                31,
                2_000_000,
                312_400_000,
                verified,
                List.of(new PhaseTime("copy", Duration.ofMillis(12_340))),
                List.of(new TableReport("public.orders", 1_500_000, 200_000_000, Duration.ofSeconds(8), true)),
                differences);
        return new Report(
                START,
                START.plusSeconds(187),
                "13.22",
                "17.5",
                VerifyMode.FULL,
                List.of(database),
                NotesByCode.of(List.of(Finding.warning(
                        "roles", FindingCode.STATEMENT_REFUSED, "role app", "It is not on the target.", "Create it."))),
                0);
    }

    private static MigrationStatus status(
            long revision,
            MigrationState state,
            Substate substate,
            List<DatabaseProgress> databases,
            Optional<Report> report,
            List<String> toDrop) {
        var failure = state == MigrationState.FAILED
                ? Optional.of(new Failure(FailureCode.PERMISSION_DENIED, "table t", "It is not ours.", "Grant it."))
                : Optional.<Failure>empty();
        return status(revision, state, substate, databases, failure, Optional.empty(), report, toDrop);
    }

    private static MigrationStatus status(
            long revision,
            MigrationState state,
            Substate substate,
            List<DatabaseProgress> databases,
            Optional<Failure> failure,
            Optional<Finding> obstacle,
            Optional<Report> report,
            List<String> toDrop) {
        var id = MigrationId.parse("new-5432/m1");
        var request =
                new MigrationRequest(id, endpoint("old"), endpoint("new"), List.of("shop"), MigrationOptions.DEFAULTS);
        return new MigrationStatus(
                id,
                revision,
                state,
                substate,
                request,
                "a5c0ffee",
                START,
                START,
                databases,
                List.of(),
                failure,
                obstacle,
                report,
                toDrop,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ServerEndpoint endpoint(String host) {
        return new ServerEndpoint(
                host,
                5432,
                "u",
                Optional.of(SecretRef.parse("sealed:" + "c2VhbGVk".repeat(8))),
                SslMode.PREFER,
                "postgres");
    }
}
