package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.worker.catalog.Table.Column;
import java.util.List;
import java.util.stream.Collectors;

/// The checksum of a row as an SQL expression over the alias `t`, the same on both servers. Where both can
/// hash a row as it is, only the values whose hash would not do are written as text; older servers write
/// the whole row.
///
/// @param oldestMajor of the two servers
public record RowDigest(Types types, int oldestMajor) {

    private static final int RECORDS_HASHED_SINCE = 14;
    private static final int EXTENDED_HASH_SINCE = 11;
    private static final int MOST_FIELDS = 1_600;

    public String of(List<Column> columns) {
        if (columns.isEmpty()) {
            return "";
        }
        if (oldestMajor >= RECORDS_HASHED_SINCE) {
            return "pg_catalog.hash_record_extended(ROW(%s), 0)".formatted(list(columns));
        }
        var text = "ROW(%s)::text".formatted(list(columns));
        return oldestMajor >= EXTENDED_HASH_SINCE
                ? "pg_catalog.hashtextextended(%s COLLATE \"C\", 0)".formatted(text)
                : "('x' || pg_catalog.substr(pg_catalog.md5(%s), 1, 16))::bit(64)::bigint".formatted(text);
    }

    private String list(List<Column> columns) {
        return columns.stream().limit(MOST_FIELDS).map(this::field).collect(Collectors.joining(", "));
    }

    private String field(Column column) {
        var value = "t." + Identifiers.quoted(column.name());
        if (oldestMajor < RECORDS_HASHED_SINCE) {
            return types.isFloat(column.type()) ? "pg_catalog.float8send(%s::float8)".formatted(value) : value;
        }
        if (types.isXml(column.type())) {
            return "pg_catalog.xml_out(%s)::text COLLATE \"C\"".formatted(value);
        }
        if (!types.isHashed(column.type())) {
            return value + "::text COLLATE \"C\"";
        }
        return types.isText(column.type()) ? value + " COLLATE \"C\"" : value;
    }
}
