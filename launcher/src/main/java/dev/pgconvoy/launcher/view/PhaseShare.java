package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.text.Quantities;
import java.time.Duration;
import java.util.Locale;

/// How much of its present phase a database has behind it, and in what unit that is counted.
///
/// @param part 0 to 1
record PhaseShare(double part, String amount) {

    /// Totals are estimates, so only the end is 100 %.
    private static final double ALMOST = 0.99;

    private static final double LEAST_PART = 0.02;
    private static final double MOST_DEVIATION = 4;
    private static final long SOON = 10;

    static PhaseShare of(DatabaseProgress database) {
        return switch (database.phase()) {
            case QUEUED, PRE_DATA -> new PhaseShare(0, "");
            case COPY ->
                isBuilding(database)
                        ? behind(database, database.indexesBuilt(), database.indexesTotal(), "indexes")
                        : copy(database);
            case POST_DATA -> behind(database, database.indexesBuilt(), database.indexesTotal(), "indexes");
            case VERIFY -> behind(database, database.tablesVerified(), database.tablesTotal(), "verified");
            case DONE -> new PhaseShare(1, copied(database));
            case FAILED -> new PhaseShare(allCopied(database) ? ALMOST : copy(database).part, copied(database));
        };
    }

    private static PhaseShare copy(DatabaseProgress database) {
        var amount =
                "%s/%s".formatted(Quantities.bytes(database.bytesCopied()), Quantities.bytes(database.bytesTotal()));
        return database.bytesTotal() > 0
                ? new PhaseShare(Math.min(ALMOST, (double) database.bytesCopied() / database.bytesTotal()), amount)
                : new PhaseShare(
                        Math.min(ALMOST, part(database.tablesCompleted(), database.tablesTotal())), copied(database));
    }

    /// Empty where only tables are counted.
    private static String copied(DatabaseProgress database) {
        return countsBytes(database) ? Quantities.bytes(database.bytesCopied()) : "";
    }

    /// Azure's service counts tables only.
    static boolean countsBytes(DatabaseProgress database) {
        return database.bytesCopied() > 0 || database.bytesTotal() > 0;
    }

    /// The worker estimates the end by the speed of the last seconds, which says nothing at the beginning of a copy or
    /// after a pause. It counts when some of the bytes are through and the speed since the beginning does not say
    /// something quite different.
    static boolean hasBasisForItsEnd(DatabaseProgress database, Duration running) {
        var part = copy(database).part;
        if (database.secondsLeft() < 0 || database.bytesTotal() == 0 || part < LEAST_PART) {
            return false;
        }
        var atThePaceSoFar = running.toSeconds() * (1 - part) / part;
        return database.secondsLeft() <= Math.max(SOON, atThePaceSoFar * MOST_DEVIATION);
    }

    /// Whether rows are through, and indexes, constraints or foreign keys are not.
    static boolean isBuilding(DatabaseProgress database) {
        return database.phase() == DatabasePhase.COPY
                && allCopied(database)
                && database.indexesBuilt() < database.indexesTotal();
    }

    static boolean allCopied(DatabaseProgress database) {
        return database.tablesTotal() > 0 && database.tablesCompleted() == database.tablesTotal();
    }

    /// What follows on the copy: the percentage stays that of the bytes, and what is counted now stands beside them.
    private static PhaseShare behind(DatabaseProgress database, int done, int total, String unit) {
        var count = "%d/%d %s".formatted(done, total, unit);
        return countsBytes(database)
                ? new PhaseShare(ALMOST, copied(database) + "  " + count)
                : new PhaseShare(part(done, total), count);
    }

    private static double part(int done, int total) {
        return total == 0 ? 0 : (double) done / total;
    }

    String percent() {
        return String.format(Locale.ROOT, "%3d%%", (int) Math.floor(part * 100));
    }
}
