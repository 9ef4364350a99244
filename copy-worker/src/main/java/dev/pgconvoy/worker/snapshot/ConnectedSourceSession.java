package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.RowQueries;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The queries behind a snapshot.
record ConnectedSourceSession(Connection jdbc) implements SourceSession {

    private static final String BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private static final String EXPORT = "SELECT pg_catalog.pg_export_snapshot(), pg_catalog.now()::text";
    private static final String READ_LABELS = """
            SELECT e.oid::int8, pg_catalog.format('%I.%I', n.nspname, t.typname),
                   pg_catalog.encode(pg_catalog.convert_to(e.enumlabel::text, pg_catalog.getdatabaseencoding()), 'hex')
            FROM pg_catalog.pg_enum AS e
            JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid
            JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace""";

    @Override
    public void answerWithin(Duration limit) throws SQLException {
        jdbc.setNetworkTimeout(Runnable::run, (int) limit.toMillis());
    }

    @Override
    public void holdTransaction() throws SQLException {
        jdbc.setAutoCommit(false);
    }

    @Override
    public void rollBack() throws SQLException {
        jdbc.rollback();
    }

    @Override
    public void beginReading() throws SQLException {
        RowQueries.execute(jdbc, BEGIN);
    }

    @Override
    public void enter(String snapshot) throws SQLException {
        RowQueries.execute(jdbc, "SET TRANSACTION SNAPSHOT " + Identifiers.literal(snapshot));
    }

    @Override
    public Exported export() throws SQLException {
        return RowQueries.one(jdbc, EXPORT, row -> new Exported(row.getString(1), row.getString(2)));
    }

    @Override
    public String transaction() throws SQLException {
        return one("SELECT pg_catalog.now()::text");
    }

    @Override
    public void lockBriefly(List<TableName> tables) throws SQLException {
        var before = jdbc.setSavepoint();
        try {
            for (var statement : TableLocks.statements(tables)) {
                RowQueries.execute(jdbc, statement);
            }
            jdbc.releaseSavepoint(before);
        } catch (SQLException e) {
            if (TableLocks.NOT_AVAILABLE.equals(e.getSQLState())) {
                jdbc.rollback(before);
            }
            throw e;
        }
    }

    @Override
    public Map<TableName, TableIdentity> tables() throws SQLException {
        return RowQueries.list(jdbc, WorkerSql.read("snapshot/list_tables"), ConnectedSourceSession::table).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map.Entry<TableName, TableIdentity> table(ResultSet row) throws SQLException {
        return Map.entry(
                new TableName(row.getString(2), row.getString(3)),
                new TableIdentity(row.getLong(1), row.getLong(4), row.getLong(5)));
    }

    @Override
    public Map<Long, EnumLabel> labels() throws SQLException {
        return RowQueries.list(jdbc, READ_LABELS, ConnectedSourceSession::label).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map.Entry<Long, EnumLabel> label(ResultSet row) throws SQLException {
        return Map.entry(row.getLong(1), new EnumLabel(row.getString(2), row.getString(3)));
    }

    @Override
    public List<Integer> renamed(List<TableName> relations) throws SQLException {
        return RowQueries.list(jdbc, RenamedRelations.query(relations), row -> row.getInt(1));
    }

    @Override
    public boolean mayCall(String function) throws SQLException {
        return is("pg_catalog.has_function_privilege('pg_catalog.%s()', 'EXECUTE')".formatted(function));
    }

    @Override
    public boolean mayReadCounts() throws SQLException {
        return is("pg_catalog.has_table_privilege('pg_catalog.pg_stat_bgwriter', 'SELECT')");
    }

    @Override
    public boolean isInRecovery() throws SQLException {
        return is("pg_catalog.pg_is_in_recovery()");
    }

    private boolean is(String condition) throws SQLException {
        return RowQueries.one(jdbc, "SELECT " + condition, row -> row.getBoolean(1));
    }

    @Override
    public String tell(String file) throws SQLException {
        return one(WorkerSql.read(file));
    }

    private String one(String query) throws SQLException {
        return RowQueries.one(jdbc, query, row -> row.getString(1));
    }

    @Override
    public void close() throws SQLException {
        jdbc.close();
    }
}
