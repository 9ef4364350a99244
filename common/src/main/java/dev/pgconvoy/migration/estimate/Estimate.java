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
/// @param databases the largest first, at most [#MOST_DATABASES]
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

    public Estimate {
        boundBy = Excerpt.of(boundBy, LONGEST_SENTENCE);
        databases = databases.stream().limit(MOST_DATABASES).toList();
    }
}
