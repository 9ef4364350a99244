package dev.pgconvoy.preflight.check;

import java.sql.SQLException;

/// The time between two looks at a server.
final class LookInterval {

    private LookInterval() {}

    static void of(long millis) throws SQLException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted between two looks", e);
        }
    }
}
