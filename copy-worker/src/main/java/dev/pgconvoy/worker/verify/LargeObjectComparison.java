package dev.pgconvoy.worker.verify;

import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.worker.BackgroundTask;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// All large objects of a database, compared by number, size and checksum on both servers at once.
public final class LargeObjectComparison {

    private LargeObjectComparison() {}

    private record Sum(long count, long bytes, String checksum) {}

    public static List<Difference> compare(Connection source, Connection target)
            throws SQLException, InterruptedException {
        try (var expected = BackgroundTask.startInSnapshot(() -> sum(source))) {
            var found = sum(target);
            return expected.result().equals(found)
                    ? List.of()
                    : List.of(new Difference(
                            "large objects", "large-objects", expected.result().toString(), found.toString()));
        }
    }

    private static Sum sum(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(WorkerSql.read("verify/large_objects"))) {
            row.next();
            return new Sum(row.getLong(1), row.getLong(2), row.getString(3));
        }
    }
}
