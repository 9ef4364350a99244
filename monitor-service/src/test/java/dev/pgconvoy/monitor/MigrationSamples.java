package dev.pgconvoy.monitor;

import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Facts of one migration, as other services would tell them.
public record MigrationSamples(String id) {

    public static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");

    /// Looks like a sealed value; nothing opens it.
    public static final String SEALED = "sealed:" + "c2VhbGVk".repeat(6);

    public MigrationRequest request() {
        return new MigrationRequest(
                MigrationId.parse(id),
                server("source.example", SEALED),
                server("target.example", "env:PGCONVOY_TARGET_PASSWORD"),
                List.of("orders"),
                MigrationOptions.DEFAULTS);
    }

    private static ServerEndpoint server(String host, String password) {
        return new ServerEndpoint(
                host, 5432, "postgres", Optional.of(SecretRef.parse(password)), SslMode.PREFER, "postgres");
    }

    public MigrationRequested requested() {
        return new MigrationRequested(request());
    }

    public MigrationValidated validated() {
        return new MigrationValidated(request(), Verdict.SUCCEEDED, List.of(), Facts.accepted(request()));
    }

    public MigrationSubmitted submitted() {
        return new MigrationSubmitted(request(), ExecutorKind.WORKERS, 1, Facts.accepted(request()));
    }

    public CancelRequested cancelRequested() {
        return new CancelRequested(MigrationId.parse(id), "enough");
    }

    public MigrationObserved observed(Observation observation) {
        return new MigrationObserved(MigrationId.parse(id), Optional.of(RequestHash.of(request())), observation);
    }

    public MigrationObserved began() {
        return observed(new Observation.MigrationBegan(1, "worker-1"));
    }

    public MigrationObserved progressed(long rows) {
        return observed(new Observation.Progressed(
                1,
                List.of(new DatabaseProgress(
                        "orders", DatabasePhase.COPY, 1, 1, 0, 0, 1_000, rows, rows, 2, 0, 0, 100, 9))));
    }

    public MigrationObserved finished(int tables) {
        return observed(new Observation.Finished(1, report(tables)));
    }

    public static Report report(int tables) {
        var copied = IntStream.range(0, tables)
                .mapToObj(i ->
                        new Report.TableReport("public.table_%05d".formatted(i), 10, 80, Duration.ofMillis(5), true))
                .toList();
        var orders = new Report.DatabaseReport(
                "orders", tables, 10L * tables, 80L * tables, tables, List.of(), copied, List.of());
        return new Report(
                T0, T0.plusSeconds(9), "15.4", "17.1", VerifyMode.FULL, List.of(orders), new NotesByCode(), 0);
    }
}
