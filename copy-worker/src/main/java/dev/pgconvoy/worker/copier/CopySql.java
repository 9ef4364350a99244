package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.worker.wire.CopyRelay;
import java.util.Optional;
import java.util.stream.Collectors;

/// The two COPYs of a table.
final class CopySql {

    private CopySql() {}

    /// @param condition which rows; empty for all
    static CopyRelay.Statements of(TableCopy table, Optional<String> condition) {
        return new CopyRelay.Statements(out(table, condition), in(table));
    }

    private static String out(TableCopy table, Optional<String> condition) {
        var rows = condition
                .map(wanted -> "(SELECT %s FROM ONLY %s AS t WHERE %s)"
                        .formatted(selected(table), table.table().quoted(), wanted))
                .orElseGet(() -> table.table().quoted() + columns(table));
        return "COPY %s TO STDOUT%s".formatted(rows, table.binary() ? " WITH (FORMAT binary)" : "");
    }

    /// FREEZE asks for a table that was made or emptied in the same transaction.
    private static String in(TableCopy table) {
        var copy = "COPY %s%s FROM STDIN%s".formatted(table.into().quoted(), columns(table), options(table));
        return table.freeze() ? "TRUNCATE ONLY %s;\n%s".formatted(table.into().quoted(), copy) : copy;
    }

    private static String options(TableCopy table) {
        if (table.binary()) {
            return table.freeze() ? " WITH (FORMAT binary, FREEZE)" : " WITH (FORMAT binary)";
        }
        return table.freeze() ? " WITH (FREEZE)" : "";
    }

    private static String selected(TableCopy table) {
        return table.columns().stream()
                .map(column -> "t." + Identifiers.quoted(column))
                .collect(Collectors.joining(", "));
    }

    private static String columns(TableCopy table) {
        return table.columns().isEmpty() ? "" : " (" + Identifiers.quotedList(table.columns()) + ")";
    }
}
