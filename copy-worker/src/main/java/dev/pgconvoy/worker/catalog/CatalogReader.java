package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.text.DatabaseText;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads the catalog in the session that holds the snapshot.
public final class CatalogReader {

    private static final int FETCH = 1_000;
    private static final int HASH_PARTITIONS_SINCE = 11;
    private static final Pattern WHERE = Pattern.compile("^\\s*WHERE\\s", Pattern.CASE_INSENSITIVE);

    private final Connection source;

    public CatalogReader(Connection source) {
        this.source = source;
    }

    public CatalogContents read() throws SQLException {
        var types = new ColumnTypes(query("catalog/list_types", CatalogReader::type));
        return new CatalogContents(
                source.getMetaData().getDatabaseMajorVersion(),
                tables(types),
                types,
                query("catalog/list_sequences", CatalogReader::name),
                query("catalog/list_materialized_views", CatalogReader::name),
                rows("SELECT oid::int8 FROM pg_catalog.pg_largeobject_metadata ORDER BY oid", row -> row.getLong(1)));
    }

    /// Parents before those who inherit from them.
    public List<CheckConstraint> checks() throws SQLException {
        var text = DatabaseText.of(source);
        return query(
                "catalog/list_checks",
                row -> new CheckConstraint(
                        row.getString(1),
                        new TableName(row.getString(2), row.getString(3)),
                        row.getString(4),
                        text.sql(row.getString(5), row.getBytes(6)),
                        text.sql(row.getString(7), row.getBytes(8)),
                        row.getBoolean(9),
                        row.getBoolean(10)));
    }

    /// Indexes that are of no use on the source and are not moved.
    public List<TableName> invalidIndexes() throws SQLException {
        return query("catalog/list_invalid_indexes", CatalogReader::name);
    }

    /// Tables and sequences that nobody can read on this server: a standby has nothing of what is
    /// unlogged.
    public Set<TableName> unreadable() throws SQLException {
        return Set.copyOf(rows("""
                SELECT n.nspname, c.relname
                FROM pg_catalog.pg_class AS c
                JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                WHERE c.relpersistence = 'u' AND c.relkind IN ('r', 'S') AND pg_catalog.pg_is_in_recovery()""", CatalogReader::name));
    }

    private List<CatalogTable> tables(ColumnTypes types) throws SQLException {
        var roots = new HashMap<TableName, TableName>();
        if (source.getMetaData().getDatabaseMajorVersion() >= HASH_PARTITIONS_SINCE) {
            for (var pair :
                    query("catalog/list_unstable_partitions_pg11", row -> Map.entry(name(row), rootName(row)))) {
                roots.put(pair.getKey(), pair.getValue());
            }
        }
        return query("catalog/list_tables", row -> {
            var name = name(row);
            var columns = columns(strings(row.getArray(5)), longs(row.getArray(6)));
            return new CatalogTable(
                    name,
                    roots.getOrDefault(name, name),
                    columns,
                    !columns.isEmpty() && columns.stream().allMatch(column -> types.hasPortableBinary(column.type())),
                    condition(row.getString(7)),
                    row.getLong(3),
                    row.getLong(4),
                    row.getBoolean(8));
        });
    }

    static String condition(String extensions) {
        return WHERE.matcher(extensions).replaceFirst("");
    }

    private static List<CatalogTable.Column> columns(List<String> names, List<Long> types) {
        return IntStream.range(0, names.size())
                .mapToObj(index -> new CatalogTable.Column(names.get(index), types.get(index)))
                .toList();
    }

    private static TableName rootName(ResultSet row) throws SQLException {
        return new TableName(row.getString(3), row.getString(4));
    }

    private static TypeFacts type(ResultSet row) throws SQLException {
        return new TypeFacts(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                longs(row.getArray(8)));
    }

    private static TableName name(ResultSet row) throws SQLException {
        return new TableName(row.getString(1), row.getString(2));
    }

    private static List<String> strings(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }

    private static List<Long> longs(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : Arrays.asList((Long[]) array.getArray());
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String file, RowReader<T> reader) throws SQLException {
        return rows(WorkerSql.read(file), reader);
    }

    private <T> List<T> rows(String sql, RowReader<T> reader) throws SQLException {
        try (var statement = source.createStatement()) {
            statement.setFetchSize(FETCH);
            var found = new ArrayList<T>();
            try (var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return List.copyOf(found);
        }
    }
}
