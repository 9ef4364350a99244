package dev.pgconvoy.worker.snapshot;

import java.sql.SQLException;
import java.util.List;

/// A snapshot that lives until a test ends it.
public final class FakeSnapshot {

    public static final String STATE = "system 7 timeline 1 started 1 counts since 1 snapshot 700:720:701";

    private final FakeSourceSession session = new FakeSourceSession();
    public final SourceSnapshot snapshot;

    public FakeSnapshot() {
        try {
            snapshot = SourceSnapshot.takeOver(List.of(), "", session);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Its session is gone.
    public void lose() {
        session.lost = new SQLException("terminating connection", "57P01");
    }

    public boolean isClosed() {
        return session.calls.contains("close");
    }
}
