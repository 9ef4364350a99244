package dev.pgconvoy.worker.wire;

import java.sql.SQLException;
import java.util.List;

/// Where the rows of one or more copies go to: a session that writes tables. One that
/// seals them and hands them to Kafka in large blocks, for somebody beside the target,
/// would be another.
public interface CopySink {

    /// Tells the other side to begin.
    void begin() throws SQLException;

    /// Hands over rows, and waits while the other side takes no more.
    ///
    /// @param block which is used by others after the call
    /// @throws ScriptException naming the copy that the other side refused, as far as that
    ///     is known already
    void write(RowBlock block) throws SQLException;

    /// All rows of one copy were written.
    void endCopy() throws SQLException;

    /// Waits until all rows of all copies are taken.
    ///
    /// @return how many, one number for each copy, as the other side counted them
    /// @throws ScriptException naming the copy that the other side refused
    List<Long> awaitEnd() throws SQLException;

    /// Ends the copies, from another thread, too: whoever waits in another method fails.
    /// The other side takes nothing for complete that was not.
    void abort();
}
