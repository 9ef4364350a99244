package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.DatabaseProgress;
import java.util.Locale;

/// How much of its present phase a database has behind it, and in what unit that is counted.
///
/// @param part 0 to 1
record Share(double part, String amount) {

    static Share of(DatabaseProgress database) {
        return switch (database.phase()) {
            case QUEUED, PRE_DATA -> new Share(0, "");
            case COPY ->
                // Rows are through, indexes are not.
                allCopied(database) && database.indexesBuilt() < database.indexesTotal()
                        ? indexes(database)
                        : copy(database);
            case POST_DATA -> indexes(database);
            case VERIFY -> counted(database.tablesVerified(), database.tablesTotal(), "verified");
            case DONE -> new Share(1, copied(database));
            case FAILED -> new Share(copy(database).part, copied(database));
        };
    }

    /// The total is the server's estimate, so only the end of the phase is 100 %.
    private static Share copy(DatabaseProgress database) {
        var almost = 0.99;
        var amount =
                "%s/%s".formatted(Quantities.bytes(database.bytesCopied()), Quantities.bytes(database.bytesTotal()));
        return database.bytesTotal() > 0
                ? new Share(Math.min(almost, (double) database.bytesCopied() / database.bytesTotal()), amount)
                : new Share(
                        Math.min(almost, part(database.tablesCompleted(), database.tablesTotal())), copied(database));
    }

    /// Empty where only tables are counted.
    private static String copied(DatabaseProgress database) {
        return countsBytes(database) ? Quantities.bytes(database.bytesCopied()) : "";
    }

    /// Azure's service counts tables only.
    static boolean countsBytes(DatabaseProgress database) {
        return database.bytesCopied() > 0 || database.bytesTotal() > 0;
    }

    static boolean allCopied(DatabaseProgress database) {
        return database.tablesTotal() > 0 && database.tablesCompleted() == database.tablesTotal();
    }

    private static Share indexes(DatabaseProgress database) {
        return counted(database.indexesBuilt(), database.indexesTotal(), "indexes");
    }

    private static Share counted(int done, int total, String unit) {
        return new Share(part(done, total), "%d/%d %s".formatted(done, total, unit));
    }

    private static double part(int done, int total) {
        return total == 0 ? 0 : (double) done / total;
    }

    String percent() {
        return String.format(Locale.ROOT, "%3d%%", (int) Math.floor(part * 100));
    }
}
