package dev.pgconvoy.worker.wire;

import java.sql.SQLException;

/// Where the rows of one or more copies come from: a session that reads tables. One
/// that reads sealed blocks from Kafka, which somebody beside the source wrote,
/// would be another.
public interface CopySource {

    /// What was read.
    enum Read {
        /// More rows of the copy.
        ROWS,
        /// The end of one copy, at the end of a message.
        END_OF_COPY,
        /// There are no more copies.
        END
    }

    /// Tells the other side to begin. The sink has begun already.
    void begin() throws SQLException;

    /// Waits for what comes next.
    ///
    /// @param block is pointed to the rows when there are some; they stay as they are until
    ///     the next call
    /// @throws ScriptException naming the copy that the source refused
    /// @throws GuardException when what is copied is not what was to be copied
    Read read(RowBlock block) throws SQLException;

    /// How many rows the copy had that ended last, as the source counted them.
    long rows();

    /// Ends the copies, from another thread, too: whoever waits in [#read] fails. The other
    /// side takes nothing for complete that was not.
    void abort();
}
