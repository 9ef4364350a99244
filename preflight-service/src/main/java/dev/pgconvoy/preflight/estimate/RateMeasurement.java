package dev.pgconvoy.preflight.estimate;

import dev.pgconvoy.migration.estimate.MeasuredRates;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Measures both servers and the way to them, in bounded time and with a bounded load: a
/// few answers of one row, rows that the source makes up, a parameter that the target
/// takes, and a sort on the target. No table is read and nothing is written, so that
/// disks are not measured.
final class RateMeasurement {

    private static final int ROUND_TRIPS = 3;
    private static final int SMALLEST = 256 * 1024;
    private static final int LARGEST = 8 * 1024 * 1024;
    private static final int GROWTH = 4;
    private static final int ROW = 1_024;

    /// What the sort takes on the machine of docs/benchmarks.md.
    private static final Duration SORT_THERE = Duration.ofMillis(20);

    /// In percent of it. A moment's load is not the speed of a machine.
    private static final long SLOWEST = 25;
    private static final long FASTEST = 400;

    private static final String ROWS = "SELECT repeat(md5(i::text), 32) FROM generate_series(1, ?) AS i";
    private static final String TAKEN = "SELECT length(?)";
    private static final String SORT = """
            SELECT count(*) FROM (SELECT FROM generate_series(1, 20000) AS i
                                  ORDER BY md5(i::text) COLLATE "C" OFFSET 0) AS sorted""";

    private final LongSupplier nanoTime;
    private final Duration longest;

    /// @param longest of each of the measurements
    RateMeasurement(LongSupplier nanoTime, Duration longest) {
        this.nanoTime = nanoTime;
        this.longest = longest;
    }

    MeasuredRates of(ServerSession source, ServerSession target) throws SQLException {
        return new MeasuredRates(
                source.ask(this::roundTrip),
                target.ask(this::roundTrip),
                source.ask(connection -> rate(bytes -> read(connection, bytes))),
                target.ask(connection -> rate(bytes -> send(connection, bytes))),
                target.ask(this::speed));
    }

    private interface Transfer {
        void of(int bytes) throws SQLException;
    }

    private Duration roundTrip(Connection connection) throws SQLException {
        var best = Duration.ofDays(1);
        for (var i = 0; i < ROUND_TRIPS; i++) {
            var took = time(() -> ask(connection, "SELECT 1"));
            best = took.compareTo(best) < 0 ? took : best;
        }
        return best;
    }

    /// More and more, as long as there is time: a short transfer tells of the round trip, not of the wire.
    private long rate(Transfer transfer) throws SQLException {
        var began = nanoTime.getAsLong();
        var best = 0.0;
        for (var bytes = SMALLEST; bytes <= LARGEST; bytes *= GROWTH) {
            var size = bytes;
            var took = time(() -> transfer.of(size));
            best = Math.max(best, size * 1e9 / Math.max(1, took.toNanos()));
            var left = longest.toNanos() - (nanoTime.getAsLong() - began);
            if (took.toNanos() * GROWTH > left) {
                break;
            }
        }
        return Math.round(best);
    }

    private int speed(Connection connection) throws SQLException {
        var best = time(() -> ask(connection, SORT));
        if (best.multipliedBy(2).compareTo(longest) < 0) {
            var again = time(() -> ask(connection, SORT));
            best = again.compareTo(best) < 0 ? again : best;
        }
        return (int) Math.clamp(100 * SORT_THERE.toNanos() / Math.max(1, best.toNanos()), SLOWEST, FASTEST);
    }

    private static void read(Connection connection, int bytes) throws SQLException {
        try (var statement = connection.prepareStatement(ROWS)) {
            statement.setInt(1, bytes / ROW);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    rows.getBytes(1);
                }
            }
        }
    }

    private static void send(Connection connection, int bytes) throws SQLException {
        try (var statement = connection.prepareStatement(TAKEN)) {
            statement.setBytes(1, new byte[bytes]);
            try (var answer = statement.executeQuery()) {
                answer.next();
            }
        }
    }

    private static void ask(Connection connection, String question) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(question)) {
            answer.next();
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private Duration time(Work work) throws SQLException {
        var began = nanoTime.getAsLong();
        work.run();
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }
}
