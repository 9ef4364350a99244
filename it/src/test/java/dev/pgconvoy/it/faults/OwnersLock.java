package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.environment.RunningServer;
import java.sql.Connection;
import java.sql.SQLException;

/// A lock on `pg_shdepend`, the list of what belongs to whom: whoever makes an object in any database waits.
final class OwnersLock implements AutoCloseable {

    private final Connection holder;
    private final Connection observer;

    OwnersLock(RunningServer target) throws SQLException {
        this.holder = target.connect("postgres");
        this.observer = target.connect("postgres");
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("LOCK TABLE pg_catalog.pg_shdepend IN SHARE MODE");
        }
    }

    boolean stops(String database) throws SQLException {
        return !SuperuserSql.lines(observer, """
                SELECT pid FROM pg_stat_activity
                WHERE datname = '%s' AND wait_event_type = 'Lock' AND query ILIKE '%%CREATE %%'""".formatted(database)).isEmpty();
    }

    @Override
    public void close() throws SQLException {
        try (observer) {
            holder.close();
        }
    }
}
