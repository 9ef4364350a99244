package dev.pgconvoy.worker.plan;

/// How much memory one index build, or one check of a foreign key, is given.
///
/// More is not better: sorted runs and hash tables that stay in a processor's cache are done in two thirds of the time.
/// What they set aside meanwhile is smaller than the table and stays in the page cache. Only for tables that are larger
/// than such a cache can be does the session's own, larger setting stand, because then each byte set aside is one that
/// a disk must write and read.
///
/// A build that is the only one gets enough for a second process (the server asks for 32 MB each). Builds side by side
/// keep the processors busy by themselves: they get less, which needs the least processor time, and are one process
/// each.
final class WorkMemory {

    private static final long LARGEST_SORTED_IN_RUNS = 8L << 30;
    private static final long LARGEST_SORTED_BY_ONE = 2L << 30;
    private static final long LARGEST_JOINED_IN_BATCHES = 2L << 30;
    private static final String OF_A_RUN = "64MB";
    private static final String OF_A_SHORT_RUN = "8MB";
    private static final String OF_A_BATCH = "4MB";

    private WorkMemory() {}

    /// @param bytes of the table
    /// @param sideBySide whether others are built meanwhile
    static String toSort(long bytes, boolean sideBySide, String build) {
        if (sideBySide && bytes <= LARGEST_SORTED_BY_ONE) {
            return within(OF_A_SHORT_RUN, build);
        }
        return bytes <= LARGEST_SORTED_IN_RUNS ? within(OF_A_RUN, build) : build;
    }

    /// @param bytes of the table that refers to another
    static String toJoin(long bytes, String check) {
        return bytes <= LARGEST_JOINED_IN_BATCHES ? within(OF_A_BATCH, check) : check;
    }

    private static String within(String memory, String sql) {
        return "SET LOCAL maintenance_work_mem = '%s';\n%s".formatted(memory, sql);
    }
}
