package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.copy.Work.ConfigurationRows;
import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.Rows;
import dev.pgconvoy.copy.Work.ValueRange;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The conditions by which servers find rows, over the alias `t`.
public final class RowConditions {

    private static final String FIND_CONDITION = WorkerSql.read("catalog/find_configuration_condition");

    private RowConditions() {}

    /// @param source knows what the extension of a table calls its user's own rows
    public static String of(TableName table, Rows rows, Connection source) throws SQLException {
        return rows instanceof ConfigurationRows ? configured(table, source) : of(rows);
    }

    public static String of(Rows rows) {
        return switch (rows) {
            case PageRange(var from, var to) ->
                all(
                        from.map("t.ctid >= '(%d,0)'::pg_catalog.tid"::formatted),
                        to.map("t.ctid < '(%d,0)'::pg_catalog.tid"::formatted));
            case ValueRange range -> of(range);
            case ConfigurationRows _ -> throw new IllegalArgumentException("only the source knows its configuration");
        };
    }

    /// The type of a literal is that of the column beside it.
    private static String of(ValueRange range) {
        var value = "t." + Identifiers.quoted(range.column());
        var from = range.from().map(bound -> "%s >= %s".formatted(value, Identifiers.literal(bound)));
        var to = range.to().map(bound -> "%s < %s".formatted(value, Identifiers.literal(bound)));
        return from.isPresent() && to.isEmpty() ? "(%s OR %s IS NULL)".formatted(from.get(), value) : all(from, to);
    }

    private static String all(Optional<String> from, Optional<String> to) {
        return from.isEmpty() && to.isEmpty()
                ? "true"
                : Stream.of(from, to).flatMap(Optional::stream).collect(Collectors.joining(" AND "));
    }

    private static String configured(TableName table, Connection source) throws SQLException {
        try (var query = source.prepareStatement(FIND_CONDITION)) {
            query.setString(1, table.quoted());
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new MigrationException(
                            FailureCode.INTERNAL,
                            table.toString(),
                            "It is a configuration table of no extension of the source any more.",
                            "Request the migration again.");
                }
                return CatalogReader.condition(row.getString(1));
            }
        }
    }
}
