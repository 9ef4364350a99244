package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A foreign key that is there before the rows, because an extension has made it.
public record EarlyForeignKey(TableName referencing, TableName referenced) {

    public static List<EarlyForeignKey> read(Connection target) throws SQLException {
        try (var statement = target.createStatement();
                var rows = statement.executeQuery(WorkerSql.read("catalog/list_foreign_keys_of_extensions"))) {
            var keys = new ArrayList<EarlyForeignKey>();
            while (rows.next()) {
                keys.add(new EarlyForeignKey(
                        new TableName(rows.getString(1), rows.getString(2)),
                        new TableName(rows.getString(3), rows.getString(4))));
            }
            return keys;
        }
    }
}
