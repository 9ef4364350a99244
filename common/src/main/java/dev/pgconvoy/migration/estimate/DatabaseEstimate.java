package dev.pgconvoy.migration.estimate;

import dev.pgconvoy.text.Excerpt;

/// What one database has, and what its copy is expected to take.
///
/// @param rows as the source's statistics have them
/// @param objects tables, indexes, constraints, sequences, views and routines
/// @param largestTable empty when there is none
/// @param duration of its copy alone
/// @param boundBy what decides its duration, for people
public record DatabaseEstimate(
        String database,
        long tables,
        long objects,
        long rows,
        long heapBytes,
        long toastBytes,
        long indexBytes,
        long largeObjects,
        long largeObjectBytes,
        String largestTable,
        long largestTableBytes,
        LikelyDuration duration,
        String boundBy) {

    private static final int LONGEST_NAME = 300;

    public DatabaseEstimate {
        database = Excerpt.of(database, LONGEST_NAME);
        largestTable = Excerpt.of(largestTable, LONGEST_NAME);
        boundBy = Excerpt.of(boundBy, Estimate.LONGEST_SENTENCE);
    }
}
