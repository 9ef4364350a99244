package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A session that sees what a test says.
class FakeSourceSession implements SourceSession {

    final List<String> calls = new CopyOnWriteArrayList<>();
    final Map<String, String> told = new HashMap<>(Map.of(
            "snapshot/tell_system", "system 7 ",
            "snapshot/tell_timeline", "timeline 1 ",
            "snapshot/tell_start", "started 1 ",
            "snapshot/tell_statistics", "counts since 1 ",
            "snapshot/tell_transactions", "700:720:701",
            "snapshot/tell_moment", " taken 12:00"));
    final Set<String> denied = new HashSet<>();
    final Map<String, SQLException> notEntered = new HashMap<>();
    final Deque<SQLException> locksRefused = new ArrayDeque<>();
    Map<TableName, TableIdentity> tables = Map.of();
    Map<Long, EnumLabel> labels = Map.of();
    List<Integer> renamed = List.of();
    String transaction = "12:00:00";
    boolean standby;
    volatile @Nullable SQLException lost;

    private void call(String what) throws SQLException {
        calls.add(what);
        if (lost != null) {
            throw lost;
        }
    }

    @Override
    public Connection jdbc() {
        throw new UnsupportedOperationException("there is no server");
    }

    @Override
    public void answerWithin(Duration limit) throws SQLException {
        call("answer within " + limit.toSeconds());
    }

    @Override
    public void holdTransaction() throws SQLException {
        call("hold");
    }

    @Override
    public void rollBack() throws SQLException {
        call("roll back");
    }

    @Override
    public void beginReading() throws SQLException {
        call("begin");
    }

    @Override
    public void enter(String snapshot) throws SQLException {
        call("enter " + snapshot);
        if (notEntered.containsKey(snapshot)) {
            throw notEntered.get(snapshot);
        }
    }

    @Override
    public Exported export() throws SQLException {
        call("export");
        return new Exported("00000003-0000001B-1", transaction);
    }

    @Override
    public String transaction() throws SQLException {
        call("transaction");
        return transaction;
    }

    @Override
    public void lockBriefly(List<TableName> some) throws SQLException {
        call("lock " + some.size());
        if (!locksRefused.isEmpty()) {
            throw locksRefused.remove();
        }
    }

    @Override
    public Map<TableName, TableIdentity> tables() throws SQLException {
        call("tables");
        return tables;
    }

    @Override
    public Map<Long, EnumLabel> labels() throws SQLException {
        call("labels");
        return labels;
    }

    @Override
    public List<Integer> renamed(List<TableName> relations) throws SQLException {
        call("renamed");
        return renamed;
    }

    @Override
    public boolean mayCall(String function) throws SQLException {
        call("may call " + function);
        return !denied.contains(function);
    }

    @Override
    public boolean mayReadCounts() throws SQLException {
        call("may read counts");
        return !denied.contains("counts");
    }

    @Override
    public boolean isInRecovery() throws SQLException {
        call("is in recovery");
        return standby;
    }

    @Override
    public String tell(String file) throws SQLException {
        call(file);
        return told.getOrDefault(file, "");
    }

    @Override
    public void close() throws SQLException {
        call("close");
    }
}
