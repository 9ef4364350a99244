package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tables that may not be queried, because to plan a query is to run code of their owners as our user: functions with
/// constant arguments in expressions of indexes and statistics. `COPY … TO` of the whole table is not planned.
///
/// Functions of superusers and of our own user are trusted.
public final class PlannedCode {

    private static final int STATISTICS_SINCE = 10;

    private PlannedCode() {}

    /// Those of the tables that have such code, as the session's transaction sees the catalog.
    public static Set<TableName> among(List<TableName> tables, Connection session) throws SQLException {
        return find(tables, false, session);
    }

    /// The same for queries that read all tables that inherit from these, too: the planner looks at each.
    public static Set<TableName> amongTrees(List<TableName> roots, Connection session) throws SQLException {
        return find(roots, true, session);
    }

    private static Set<TableName> find(List<TableName> tables, boolean trees, Connection session) throws SQLException {
        var found = new HashSet<TableName>();
        if (tables.isEmpty()) {
            return found;
        }
        var file = session.getMetaData().getDatabaseMajorVersion() >= STATISTICS_SINCE
                ? "catalog/find_planned_code_pg10"
                : "catalog/find_planned_code";
        try (var query = session.prepareStatement(WorkerSql.read(file))) {
            query.setArray(
                    1,
                    session.createArrayOf(
                            "text", tables.stream().map(TableName::schema).toArray()));
            query.setArray(
                    2,
                    session.createArrayOf(
                            "text", tables.stream().map(TableName::name).toArray()));
            query.setBoolean(3, trees);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(tables.get(rows.getInt(1) - 1));
                }
            }
        }
        return found;
    }
}
