package dev.pgconvoy.preflight.estimate;

import dev.pgconvoy.migration.estimate.DatabaseEstimate;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import java.util.Comparator;
import java.util.List;

/// What a migration takes, from what its databases hold, the conditions of the copy, and the target's settings. No
/// server is asked here.
final class MigrationModel {

    /// Until the first database begins, and after the last one has ended.
    private static final double SECONDS_AROUND = 0.5;
    /// A checkpoint begins when this limit is near; until it has ended, WAL grows beyond it.
    private static final double WAL_BEYOND_LIMIT = 1.5;
    /// Of what is written, in WAL: rows and indexes with the headers of their records.
    private static final double WAL_PER_BYTE = 1.1;

    /// @param maxWalBytes of the target (`max_wal_size`)
    record Target(long maxWalBytes) {}

    private record Copy(DatabaseSize size, CopyDuration duration) {}

    private MigrationModel() {}

    static Estimate estimate(List<DatabaseSize> sizes, CopyConditions conditions, Target target) {
        var copies = sizes.stream()
                .map(size -> new Copy(size, CopyDuration.of(size, conditions)))
                .sorted(Comparator.<Copy>comparingDouble(copy -> copy.duration.likelySeconds())
                        .reversed())
                .toList();
        var bytes = sizes.stream().mapToLong(DatabaseSize::bytes).sum();
        var wal = peakWal(bytes, target);
        var databases = sizes.size();
        return new Estimate(
                duration(copies),
                bound(copies),
                bytes + wal,
                wal,
                conditions.jobs() + OTHERS + 2 * databases,
                conditions.jobs() + OTHERS,
                conditions.rates(),
                databases,
                copies.stream().map(MigrationModel::estimate).toList());
    }

    /// As the check `connection-budget` counts them.
    private static final int OTHERS = 5;

    /// The databases are copied one after the other.
    private static LikelyDuration duration(List<Copy> copies) {
        var likely = copies.stream()
                .mapToDouble(copy -> copy.duration.likelySeconds())
                .sum();
        var longer =
                copies.stream().mapToDouble(copy -> copy.duration.longSeconds()).sum();
        return new LikelyDuration(
                CopyDuration.duration(SECONDS_AROUND + likely), CopyDuration.duration(SECONDS_AROUND + longer));
    }

    private static String bound(List<Copy> copies) {
        return copies.stream()
                .max(Comparator.comparingDouble(copy -> copy.duration.bound().seconds()))
                .map(copy -> "%s in \"%s\"".formatted(copy.duration.bound().name(), copy.size.database()))
                .orElse("nothing");
    }

    /// Checkpoints remove WAL that is older, however much is written.
    private static long peakWal(long bytes, Target target) {
        return Math.round(Math.min(bytes * WAL_PER_BYTE, target.maxWalBytes * WAL_BEYOND_LIMIT));
    }

    private static DatabaseEstimate estimate(Copy copy) {
        var size = copy.size;
        var largest = size.largest();
        return new DatabaseEstimate(
                size.database(),
                size.tables().size(),
                size.tables().size() + size.others(),
                size.rows(),
                size.sum(TableSize::heapBytes),
                size.sum(TableSize::toastBytes),
                size.indexBytes(),
                size.largeObjects(),
                size.largeObjectBytes(),
                largest.map(table -> table.name().quoted()).orElse(""),
                largest.map(TableSize::rowBytes).orElse(0L),
                copy.duration.likely(),
                copy.duration.bound().name());
    }
}
