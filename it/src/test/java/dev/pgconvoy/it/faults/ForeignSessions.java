package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.environment.RunningServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// Somebody else, a superuser, who is in the way on the target. What is to be locked may not be there yet:
/// then it tries again until its time is over.
record ForeignSessions(RunningServer target, String database, Duration time) {

    private static final Duration TRY_AGAIN = Duration.ofMillis(20);
    private static final List<String> TABLES = List.of("big", "child", "tiny_1", "tiny_2");

    private interface Session {
        void in(Connection connection) throws SQLException, InterruptedException;
    }

    /// An open transaction that holds the ledger, and what says who leads.
    void holdLedger() throws InterruptedException {
        repeatUntilDone(connection -> {
            var tables = SuperuserSql.lines(target, database, """
                    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname LIKE 'pgconvoy%'""");
            if (tables.isEmpty()) {
                throw new SQLException("there is no ledger yet");
            }
            execute(connection, "LOCK TABLE " + String.join(", ", tables) + " IN SHARE MODE");
            FaultPause.of(time);
            connection.rollback();
        });
    }

    void lockTable(Random random) throws InterruptedException {
        repeatUntilDone(connection -> {
            execute(connection, "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(any(random)));
            FaultPause.of(time);
            connection.rollback();
        });
    }

    /// Rows are written as they are: what is there afterwards is the same.
    void writeTable(Random random) throws InterruptedException {
        repeatUntilDone(connection -> {
            execute(connection, "UPDATE %s SET id = id".formatted(any(random)));
            FaultPause.of(time.dividedBy(4));
            connection.commit();
        });
    }

    /// Locks two tables in the order in which a foreign key does not.
    void deadlock() throws InterruptedException {
        repeatUntilDone(connection -> {
            for (var i = 0; i < 5; i++) {
                execute(connection, "LOCK TABLE child IN SHARE ROW EXCLUSIVE MODE");
                FaultPause.of(Duration.ofMillis(200));
                execute(connection, "LOCK TABLE big IN SHARE ROW EXCLUSIVE MODE");
                connection.rollback();
                execute(connection, "LOCK TABLE big IN SHARE ROW EXCLUSIVE MODE");
                FaultPause.of(Duration.ofMillis(200));
                execute(connection, "LOCK TABLE child IN SHARE ROW EXCLUSIVE MODE");
                connection.rollback();
            }
        });
    }

    private static String any(Random random) {
        return TABLES.get(random.nextInt(TABLES.size()));
    }

    private void repeatUntilDone(Session session) throws InterruptedException {
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            try (var connection = target.connect(database)) {
                connection.setAutoCommit(false);
                session.in(connection);
                return;
            } catch (SQLException notYetOrEnded) {
                FaultPause.of(TRY_AGAIN);
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
