package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.catalog.EarlyForeignKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Foreign keys of the target that were dropped before the rows and are made again after them. The ledger keeps them
/// from the transaction that drops them on, so that whoever goes on with the copy makes them again.
public final class PostponedKeys {

    private static final String CREATE = WorkerSql.read("ledger/create_foreign_key");

    private static final String INSERT = """
            INSERT INTO pgconvoy_ledger.foreign_key
                (schema_name, table_name, other_schema, other_name, constraint_name, definition, comment)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";

    private static final String READ = """
            SELECT schema_name, table_name, other_schema, other_name, constraint_name, definition, comment, true
            FROM pgconvoy_ledger.foreign_key ORDER BY 1, 2, 5""";

    private PostponedKeys() {}

    /// In the caller's transaction, which also has the fence.
    public static void postpone(Connection target, List<EarlyForeignKey> keys) throws SQLException {
        try (var statement = target.createStatement()) {
            statement.execute(CREATE);
        }
        try (var insert = target.prepareStatement(INSERT);
                var drop = target.createStatement()) {
            for (var key : keys) {
                insert.setString(1, key.referencing().schema());
                insert.setString(2, key.referencing().name());
                insert.setString(3, key.referenced().schema());
                insert.setString(4, key.referenced().name());
                insert.setString(5, key.name());
                insert.setString(6, key.definition());
                insert.setString(7, key.comment());
                insert.executeUpdate();
                drop.execute(key.drop());
            }
        }
    }

    /// Those of this copy, whoever dropped them, also when they have been made again.
    public static List<EarlyForeignKey> read(Connection target) throws SQLException {
        try (var statement = target.createStatement()) {
            if (!isThere(statement)) {
                return List.of();
            }
            try (var rows = statement.executeQuery(READ)) {
                return EarlyForeignKey.readAll(rows);
            }
        }
    }

    private static boolean isThere(Statement statement) throws SQLException {
        try (var row =
                statement.executeQuery("SELECT pg_catalog.to_regclass('pgconvoy_ledger.foreign_key') IS NOT NULL")) {
            return row.next() && row.getBoolean(1);
        }
    }
}
