package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.worker.catalog.Table.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The checksum of a row as an SQL expression over the alias `t`, the same on both servers. Where both can
/// hash a row as it is, only the values whose hash would not do are written as text; older servers write
/// the whole row.
///
/// Text of users' types comes from output functions alone, by way of a row: `value::text` would run a cast that the
/// owner of the value's type may have made, as our user. No cast starts at `record` but those of superusers. A row also
/// keeps NULL and the empty text apart.
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
            return "pg_catalog.hash_record_extended(ROW(%s), 0)".formatted(fields(columns));
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
        return types.isFloat(column.type()) ? "pg_catalog.float8send(%s::float8)".formatted(value) : value;
    }

    /// The text of all values whose types are users' is one field: to make one row of them costs least.
    private String fields(List<Column> columns) {
        var some = columns.stream().limit(MOST_FIELDS).toList();
        var ofSystem = some.stream().filter(this::isOfSystem).map(this::fieldOfSystem);
        var ofUsers = some.stream()
                .filter(column -> !isOfSystem(column))
                .map(column -> "t." + Identifiers.quoted(column.name()))
                .collect(Collectors.joining(", "));
        return Stream.concat(
                        ofSystem,
                        ofUsers.isEmpty() ? Stream.of() : Stream.of("ROW(%s)::text COLLATE \"C\"".formatted(ofUsers)))
                .collect(Collectors.joining(", "));
    }

    private boolean isOfSystem(Column column) {
        return types.isHashed(column.type()) || types.hasSystemCast(column.type());
    }

    private String fieldOfSystem(Column column) {
        var value = "t." + Identifiers.quoted(column.name());
        if (!types.isHashed(column.type())) {
            return value + "::text COLLATE \"C\"";
        }
        return types.isText(column.type()) ? value + " COLLATE \"C\"" : value;
    }
}
