package dev.pgconvoy.preflight.estimate;

import dev.pgconvoy.postgres.TableName;

/// What one table holds.
///
/// @param rows as the statistics have them, or guessed where there are none
/// @param foreignKeys that refer from it to others
record TableSize(
        TableName name, long rows, long heapBytes, long toastBytes, long indexBytes, long indexes, long foreignKeys) {

    /// Of a row of which nothing is known.
    private static final long USUAL_ROW = 100;

    long rowBytes() {
        return heapBytes + toastBytes;
    }

    /// Rows per page stay as they were when the table was looked at last; it may have grown since.
    ///
    /// @param tuples of the statistics; 0 or less when there are none
    /// @param bytesThen of the heap, when they were counted
    static long rows(double tuples, long bytesThen, long bytesNow) {
        if (bytesNow == 0) {
            return 0;
        }
        return tuples > 0 && bytesThen > 0
                ? Math.round(tuples / bytesThen * bytesNow)
                : Math.ceilDiv(bytesNow, USUAL_ROW);
    }
}
