package dev.pgconvoy.migration.estimate;

import dev.pgconvoy.text.Excerpt;
import java.util.List;

/// What a migration is expected to take, from sizes in the source's catalogs and a short measurement of both servers.
///
/// @param duration of the whole migration
/// @param boundBy what decides the duration, for people
/// @param targetDiskBytes what the target needs: tables, TOAST, indexes and large objects, and its WAL
/// @param peakWalBytes what the target's WAL takes at its peak
/// @param sourceConnections that the migration opens at most
/// @param targetConnections that the migration opens at most
/// @param databaseCount of all databases that move
/// @param databases the largest first, at most [#MOST_DATABASES]; none where a status is told every second
public record Estimate(
        LikelyDuration duration,
        String boundBy,
        long targetDiskBytes,
        long peakWalBytes,
        int sourceConnections,
        int targetConnections,
        MeasuredRates rates,
        int databaseCount,
        List<DatabaseEstimate> databases) {

    public static final int MOST_DATABASES = 100;
    static final int LONGEST_SENTENCE = 600;
    private static final long MEGABYTE = 1_000_000;

    public Estimate {
        boundBy = Excerpt.of(boundBy, LONGEST_SENTENCE);
        databases = databases.stream().limit(MOST_DATABASES).toList();
    }

    Estimate withoutDatabases() {
        return new Estimate(
                duration,
                boundBy,
                targetDiskBytes,
                peakWalBytes,
                sourceConnections,
                targetConnections,
                rates,
                databaseCount,
                List.of());
    }

    /// All of it that fits into a line, for a log or a message.
    public String sentence() {
        return "The migration is expected to take %s, and in nine of ten cases at most %s; what decides is %s. The target needs %,d MB, of which %,d MB for WAL, and %d connections; the source %d."
                .formatted(
                        LikelyDuration.words(duration.p50()),
                        LikelyDuration.words(duration.p90()),
                        boundBy,
                        Math.ceilDiv(targetDiskBytes, MEGABYTE),
                        Math.ceilDiv(peakWalBytes, MEGABYTE),
                        targetConnections,
                        sourceConnections);
    }
}
