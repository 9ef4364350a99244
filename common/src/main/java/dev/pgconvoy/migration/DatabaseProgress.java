package dev.pgconvoy.migration;

/// How far one database is: ARM's table counters, plus bytes, rows and what is left.
///
/// @param bytesTotal the source's own estimate of what COPY will send (heap and TOAST), in bytes
/// @param bytesCopied bytes of COPY data that went through
/// @param indexesTotal indexes and constraints to build
/// @param tablesVerified tables whose content was compared
/// @param bytesPerSecond over the last seconds; 0 when nothing flows
/// @param secondsLeft an estimate; -1 when there is none
public record DatabaseProgress(
        String database,
        DatabasePhase phase,
        int tablesQueued,
        int tablesLoading,
        int tablesCompleted,
        int tablesErrored,
        long bytesTotal,
        long bytesCopied,
        long rowsCopied,
        int indexesTotal,
        int indexesBuilt,
        int tablesVerified,
        long bytesPerSecond,
        long secondsLeft) {

    public static DatabaseProgress queued(String database) {
        return new DatabaseProgress(database, DatabasePhase.QUEUED, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1);
    }

    public int tablesTotal() {
        return tablesQueued + tablesLoading + tablesCompleted + tablesErrored;
    }
}
