package dev.pgconvoy.preflight.estimate;

import dev.pgconvoy.migration.estimate.LikelyDuration;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// How long the copy of one database takes: each kind of work at the rate at which the
/// machine of docs/benchmarks.md did it, times the target's speed, but rows never faster
/// than the wire. Work that runs in parallel is shared by as many processors as are
/// likely to be there.
///
/// @param parts of the work, in seconds of one processor
record CopyDuration(List<Part> parts, double shared) {

    /// Of rows, without the work per row.
    private static final double ROW_BYTES_PER_SECOND = 250e6;
    private static final double SECONDS_PER_ROW = 0.22e-6;
    private static final double INDEX_BYTES_PER_SECOND = 90e6;
    private static final double SECONDS_PER_FOREIGN_KEY_LOOK = 0.14e-6;
    private static final double SECONDS_PER_TABLE = 1e-3;
    private static final double SECONDS_PER_OBJECT = 0.35e-3;
    private static final double SECONDS_PER_LARGE_OBJECT = 0.06e-3;
    private static final double COMPARED_BYTES_PER_SECOND = 1e9;
    private static final double COMPARED_SECONDS_PER_ROW = 0.22e-6;
    private static final double SECONDS_PER_DATABASE = 0.3;
    /// What pg_dump asks for each database, and for each table.
    private static final double DUMP_ROUND_TRIPS = 30;
    private static final double DUMP_ROUND_TRIPS_PER_TABLE = 1.15;

    /// Between the likely duration and that of nine in ten: disks are not measured, and servers have other work.
    private static final double DOUBT = 1.8;
    private static final double DOUBT_SECONDS = 2;

    /// @param serial whether it does not get shorter by more processors
    record Part(String name, double seconds, boolean serial) {}

    CopyDuration {
        parts = List.copyOf(parts);
    }

    static CopyDuration of(DatabaseSize size, CopyConditions conditions) {
        return new CopyDuration(
                List.of(
                        new Part(rowsOf(size), rowSeconds(size, conditions), false),
                        new Part(
                                indexesOf(size),
                                size.indexBytes() / INDEX_BYTES_PER_SECOND / conditions.speed(),
                                false),
                        new Part(
                                "the check of foreign keys",
                                size.foreignKeyLooks() * SECONDS_PER_FOREIGN_KEY_LOOK / conditions.speed(),
                                false),
                        new Part("the number of objects", objectSeconds(size, conditions), true),
                        new Part("large objects", largeObjectSeconds(size, conditions), false),
                        new Part("the comparison of content", comparisonSeconds(size, conditions), false)),
                conditions.apart() ? Math.min(2, conditions.jobs()) : 1);
    }

    private static double rowSeconds(DatabaseSize size, CopyConditions conditions) {
        var worked = size.rowBytes() / ROW_BYTES_PER_SECOND + size.rows() * SECONDS_PER_ROW;
        return Math.max(worked / conditions.speed(), size.rowBytes() / conditions.wireBytesPerSecond());
    }

    private static double objectSeconds(DatabaseSize size, CopyConditions conditions) {
        var tables = size.tables().size();
        var indexes = size.sum(TableSize::indexes);
        var made = SECONDS_PER_DATABASE + tables * SECONDS_PER_TABLE + indexes * SECONDS_PER_OBJECT;
        var dumps = (DUMP_ROUND_TRIPS + DUMP_ROUND_TRIPS_PER_TABLE * tables)
                * (conditions.sourceRoundTrip() + (conditions.verifies() ? slower(conditions) : 0));
        return made / conditions.speed() + dumps + tables * conditions.targetRoundTrip() / conditions.jobs();
    }

    /// Both schemas are read at once when they are compared.
    private static double slower(CopyConditions conditions) {
        return Math.max(conditions.sourceRoundTrip(), conditions.targetRoundTrip());
    }

    private static double largeObjectSeconds(DatabaseSize size, CopyConditions conditions) {
        return Math.max(
                (size.largeObjects() * SECONDS_PER_LARGE_OBJECT + size.largeObjectBytes() / ROW_BYTES_PER_SECOND)
                        / conditions.speed(),
                size.largeObjectBytes() / conditions.wireBytesPerSecond());
    }

    private static double comparisonSeconds(DatabaseSize size, CopyConditions conditions) {
        return conditions.verifies()
                ? ((size.rowBytes() + size.largeObjectBytes()) / COMPARED_BYTES_PER_SECOND
                                + size.rows() * COMPARED_SECONDS_PER_ROW)
                        / conditions.speed()
                : 0;
    }

    private static String rowsOf(DatabaseSize size) {
        return size.largest()
                .filter(table -> table.rowBytes() * 2 > size.rowBytes())
                .map(table ->
                        "the copy of the rows of %s".formatted(table.name().quoted()))
                .orElse("the copy of rows");
    }

    private static String indexesOf(DatabaseSize size) {
        return size.tables().stream()
                .max(Comparator.comparingLong(TableSize::indexBytes))
                .filter(table -> table.indexBytes() * 2 > size.indexBytes())
                .map(table ->
                        "building the indexes of %s".formatted(table.name().quoted()))
                .orElse("building indexes");
    }

    /// With as many processors.
    private double seconds(double processors) {
        return parts.stream()
                .mapToDouble(part -> part.serial ? part.seconds : part.seconds / processors)
                .sum();
    }

    double likelySeconds() {
        return seconds(shared);
    }

    double longSeconds() {
        return seconds(1) * DOUBT + DOUBT_SECONDS;
    }

    LikelyDuration likely() {
        return new LikelyDuration(duration(likelySeconds()), duration(longSeconds()));
    }

    static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    /// What takes longest.
    Part bound() {
        return parts.stream().max(Comparator.comparingDouble(Part::seconds)).orElseThrow();
    }
}
