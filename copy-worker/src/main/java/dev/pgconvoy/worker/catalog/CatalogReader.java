package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the catalog in the session that holds the snapshot.
public final class CatalogReader {

    private static final int FETCH = 1_000;

    private final Connection source;

    public CatalogReader(Connection source) {
        this.source = source;
    }

    public Catalog read() throws SQLException {
        return new Catalog(
                tables(),
                query("catalog/list_sequences", CatalogReader::name),
                query("catalog/list_materialized_views", CatalogReader::name),
                rows("SELECT oid::int8 FROM pg_catalog.pg_largeobject_metadata ORDER BY oid", row -> row.getLong(1)));
    }

    private List<TableCopy> tables() throws SQLException {
        var formats = new BinaryFormats(types());
        return query("catalog/list_tables", row -> {
            var columns = strings(row.getArray(4));
            var portable = longs(row.getArray(5)).stream().allMatch(formats::isPortable);
            return new TableCopy(name(row), columns, portable && !columns.isEmpty(), row.getLong(3));
        });
    }

    private Map<Long, TypeFacts> types() throws SQLException {
        var types = new HashMap<Long, TypeFacts>();
        for (var type : query("catalog/list_types", CatalogReader::type)) {
            types.put(type.oid(), type);
        }
        return types;
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
        return rows(Sql.read(file), reader);
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
