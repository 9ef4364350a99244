package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.Work.ConfigurationRows;
import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.copy.Work.Rows;
import dev.pgconvoy.copy.Work.ValueRange;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.ColumnTypes;
import dev.pgconvoy.worker.catalog.SplitKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Splits tables that one stream would take too long for: by ranges of pages where the server can scan those (14 and
/// newer), before that by the values of a key, drawn from a sample of its rows.
///
/// @param largerThan bytes of heap and TOAST that one part may have
/// @param streams of rows that can run at once and gain something by it
/// @param wideStreams the same for tables whose bytes are nearly all TOAST: these keep the target's side busy alone
public record TableSplitter(long largerThan, int streams, int wideStreams) {

    private static final int PAGES_SCANNED_BY_RANGE_SINCE = 14;
    private static final int MOST_PARTS = 1_000;
    private static final int ONE_STREAM_FACTOR = 8;
    private static final long BYTES_PER_PAGE = 8_192;
    private static final int WIDE_FACTOR = 4;

    public <E extends Exception> Map<String, List<Part>> draw(CatalogContents catalog, SplitKeys<E> keys) throws E {
        var parts = new LinkedHashMap<String, List<Part>>();
        var large =
                catalog.tables().stream().filter(table -> partsFor(table) > 1).toList();
        var unplannable =
                keys.unplannable(large.stream().map(CatalogTable::name).toList());
        for (var table : large) {
            var wanted = partsFor(table);
            if (!unplannable.contains(table.name())) { // a part is a query
                var drawn = catalog.major() >= PAGES_SCANNED_BY_RANGE_SINCE
                        ? TableParts.byPages(table, wanted)
                        : byKey(table, wanted, keys);
                if (drawn.size() > 1) {
                    parts.put(table.name().quoted(), drawn);
                }
            }
        }
        return parts;
    }

    /// The ledger's word for how tables are split came from the target: it may name columns of the
    /// source only, and none whose type is somebody's own, because comparing their values runs its
    /// owner's code.
    public static void requireSensible(Map<String, List<Part>> parts, CatalogContents catalog) {
        var tables = catalog.tables().stream()
                .collect(Collectors.toMap(table -> table.name().quoted(), Function.identity()));
        parts.forEach((name, some) -> {
            var table = tables.get(name);
            if (table != null && !some.stream().allMatch(part -> isSensible(part.rows(), table))) {
                throw new MigrationException(
                        FailureCode.INTERNAL,
                        "table " + name,
                        "The ledger pgconvoy_ledger of the target names ranges by which this table cannot be split.",
                        "Drop the database on the target and request the migration again.");
            }
        });
    }

    private static boolean isSensible(Rows rows, CatalogTable table) {
        return switch (rows) {
            case PageRange _ -> true;
            case ValueRange range ->
                table.columns().stream()
                        .anyMatch(column ->
                                column.name().equals(range.column()) && column.type() < ColumnTypes.FIRST_USER_OID);
            case ConfigurationRows _ -> false;
        };
    }

    /// One stream alone gains nothing by parts but smaller repeats after a failure.
    private int partsFor(CatalogTable table) {
        var size = (isWide(table) ? wideStreams : streams) > 1 ? largerThan : largerThan * ONE_STREAM_FACTOR;
        if (table.bytes() <= size
                || !table.condition().isEmpty()
                || table.columns().isEmpty()) {
            return 1;
        }
        return Math.clamp(Math.ceilDiv(table.bytes(), size), 1, Math.clamp(table.pages(), 1, MOST_PARTS));
    }

    private static boolean isWide(CatalogTable table) {
        return table.pages() * BYTES_PER_PAGE * WIDE_FACTOR < table.bytes();
    }

    private static <E extends Exception> List<Part> byKey(CatalogTable table, int wanted, SplitKeys<E> keys) throws E {
        var key = keys.of(table.name());
        return key.isEmpty()
                ? List.of()
                : TableParts.byValues(key.get().column(), keys.bounds(table.name(), key.get(), wanted));
    }
}
