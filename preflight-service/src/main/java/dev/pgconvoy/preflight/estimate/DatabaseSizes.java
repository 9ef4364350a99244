package dev.pgconvoy.preflight.estimate;

import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.PreflightSql;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads what the databases hold that are to move. It waits for nobody's lock: where a table is locked, the sizes are
/// those of the statistics.
final class DatabaseSizes {

    private static final String TABLES = PreflightSql.read("estimate/list_tables");
    private static final String OTHERS = PreflightSql.read("estimate/count_others");
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private record Others(long objects, long largeObjects, long largeObjectBytes) {}

    private DatabaseSizes() {}

    static List<DatabaseSize> of(Examination examination) throws SQLException {
        var rules = new FilterRules(examination.request().options().filters());
        var sizes = new ArrayList<DatabaseSize>();
        for (var database : DatabaseCheck.reachable(examination)) {
            try (var session = examination.source().in(database)) {
                sizes.add(read(database, session, rules));
            }
        }
        return sizes;
    }

    private static DatabaseSize read(String database, ServerSession session, FilterRules rules) throws SQLException {
        var tables = tables(session).stream()
                .filter(table -> moves(rules, table.name()))
                .toList();
        var others = session.query(OTHERS, row -> new Others(row.getLong(1), row.getLong(2), row.getLong(3)))
                .getFirst();
        return new DatabaseSize(
                database,
                tables,
                others.objects,
                others.largeObjects,
                others.largeObjects == 0 ? 0 : others.largeObjectBytes);
    }

    private static boolean moves(FilterRules rules, TableName table) {
        return rules.includesSchema(table.schema())
                && rules.includesTable(table.schema(), table.name())
                && !rules.excludesData(table.schema(), table.name());
    }

    private static List<TableSize> tables(ServerSession session) throws SQLException {
        set(session, "lock_timeout", "200ms");
        try {
            return session.query(TABLES, DatabaseSizes::table);
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            return ofStatistics(session);
        } finally {
            set(session, "lock_timeout", "0");
        }
    }

    private static List<TableSize> ofStatistics(ServerSession session) throws SQLException {
        set(session, "pgconvoy.exact_sizes", "off");
        try {
            return session.query(TABLES, DatabaseSizes::table);
        } finally {
            set(session, "pgconvoy.exact_sizes", "on");
        }
    }

    private static void set(ServerSession session, String setting, String value) throws SQLException {
        session.query("SELECT set_config(?, ?, false)", row -> row.getString(1), setting, value);
    }

    private static TableSize table(ResultSet row) throws SQLException {
        var heap = row.getLong(5);
        return new TableSize(
                new TableName(row.getString(1), row.getString(2)),
                TableSize.rows(row.getDouble(3), row.getLong(4), heap),
                heap,
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9));
    }
}
