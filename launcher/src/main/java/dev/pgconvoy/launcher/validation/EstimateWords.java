package dev.pgconvoy.launcher.validation;

import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.estimate.DatabaseEstimate;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import dev.pgconvoy.migration.estimate.PreflightRun;
import dev.pgconvoy.text.Quantities;
import java.util.List;
import java.util.Optional;

/// An estimate in words and in cells of a table.
final class EstimateWords {

    static final List<String> COLUMNS = List.of(
            "database", "tables", "objects", "rows", "heap", "TOAST", "indexes", "large objects", "time", "at most");

    private EstimateWords() {}

    static Optional<Estimate> of(MigrationStatus status) {
        return status.preflight().flatMap(PreflightRun::estimate);
    }

    static String duration(Estimate estimate) {
        return "%s; nine of ten migrations like this take at most %s"
                .formatted(
                        LikelyDuration.words(estimate.duration().p50()),
                        LikelyDuration.words(estimate.duration().p90()));
    }

    static String disk(Estimate estimate) {
        return "%s, of which %s for WAL"
                .formatted(Quantities.bytes(estimate.targetDiskBytes()), Quantities.bytes(estimate.peakWalBytes()));
    }

    static String connections(Estimate estimate) {
        return "%d to the source, %d to the target"
                .formatted(estimate.sourceConnections(), estimate.targetConnections());
    }

    static String measured(Estimate estimate) {
        var rates = estimate.rates();
        return "source %s and %s, target %s and %s, the target works at %d %% of the speed of docs/benchmarks.md"
                .formatted(
                        millis(rates.sourceRoundTrip().toNanos()),
                        Quantities.rate(rates.sourceBytesPerSecond()),
                        millis(rates.targetRoundTrip().toNanos()),
                        Quantities.rate(rates.targetBytesPerSecond()),
                        rates.targetSpeedPercent());
    }

    private static String millis(long nanos) {
        return String.format(java.util.Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    static List<String> cells(DatabaseEstimate database) {
        return List.of(
                database.database(),
                Quantities.count(database.tables()),
                Quantities.count(database.objects()),
                Quantities.count(database.rows()),
                Quantities.bytes(database.heapBytes()),
                Quantities.bytes(database.toastBytes()),
                Quantities.bytes(database.indexBytes()),
                Quantities.bytes(database.largeObjectBytes()),
                LikelyDuration.words(database.duration().p50()),
                LikelyDuration.words(database.duration().p90()));
    }

    /// The table that takes longest to copy, as a rule.
    static Optional<String> largest(DatabaseEstimate database) {
        return database.largestTable().isEmpty()
                ? Optional.empty()
                : Optional.of("The largest table of \"%s\" is %s with %s."
                        .formatted(
                                database.database(),
                                database.largestTable(),
                                Quantities.bytes(database.largestTableBytes())));
    }

    static Optional<String> others(Estimate estimate) {
        var more = estimate.databaseCount() - estimate.databases().size();
        return more > 0 ? Optional.of("and %,d more databases".formatted(more)) : Optional.empty();
    }
}
