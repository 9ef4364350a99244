package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads keys and draws samples in a session of the source.
public final class SplitKeyReader implements SplitKeys<SQLException> {

    private static final int SAMPLED_PER_PART = 300;

    private final Connection source;

    public SplitKeyReader(Connection source) {
        this.source = source;
    }

    @Override
    public Set<TableName> unplannable(List<TableName> tables) throws SQLException {
        return PlannedCode.among(tables, source);
    }

    @Override
    public Optional<SplitKey> of(TableName table) throws SQLException {
        try (var query = source.prepareStatement(WorkerSql.read("catalog/find_split_key"))) {
            query.setString(1, table.quoted());
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(new SplitKey(row.getString(1), row.getDouble(2))) : Optional.empty();
            }
        }
    }

    /// Quantiles of a sample: where the rows are, not where the values could be.
    @Override
    public List<String> bounds(TableName table, SplitKey key, int parts) throws SQLException {
        var percent = Math.clamp(100.0 * SAMPLED_PER_PART * parts / Math.max(1, key.rows()), 0.001, 100);
        var sql = """
                SELECT DISTINCT value FROM (
                    SELECT value, row_number() OVER (ORDER BY value) AS number, count(*) OVER () AS total
                    FROM (SELECT %s AS value FROM ONLY %s TABLESAMPLE SYSTEM (%s)) AS sampled
                    WHERE value IS NOT NULL
                ) AS ranked
                WHERE number * %d / total <> (number - 1) * %d / total AND number < total
                ORDER BY value""".formatted(Identifiers.quoted(key.column()), table.quoted(), percent, parts, parts);
        var bounds = new ArrayList<String>();
        try (var statement = source.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                bounds.add(rows.getString(1));
            }
        }
        return bounds;
    }
}
