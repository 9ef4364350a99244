package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.worker.catalog.Table;
import java.util.ArrayList;
import java.util.List;

/// Disjoint conditions that cover every row of a table once.
final class Parts {

    private Parts() {}

    /// By place: every row has exactly one.
    static List<Part> byPages(Table table, int count) {
        var parts = new ArrayList<Part>();
        for (var number = 1; number <= count; number++) {
            parts.add(new Part(number, count, pages(table.pages(), number, count)));
        }
        return parts;
    }

    /// The n-th of so many equal shares of a heap; the first has no beginning, the last no end.
    static String pages(long pages, int number, int count) {
        var from = number == 1 ? "" : "t.ctid >= '(%d,0)'::tid".formatted(pages * (number - 1) / count);
        var to = number == count ? "" : "t.ctid < '(%d,0)'::tid".formatted(pages * number / count);
        if (count == 1) {
            return "true";
        }
        return from.isEmpty() || to.isEmpty() ? from + to : from + " AND " + to;
    }

    /// By a column's values: what is below the first bound, between two, above the last; NULLs come last, as they
    /// sort.
    ///
    /// @param column quoted
    /// @param bounds as SQL literals, ascending and distinct
    static List<Part> byValues(String column, List<String> bounds) {
        var value = "t." + column;
        var count = bounds.size() + 1;
        var parts = new ArrayList<Part>();
        for (var number = 1; number <= count; number++) {
            var from = number == 1 ? "" : "%s >= %s".formatted(value, bounds.get(number - 2));
            var to = number == count ? "" : "%s < %s".formatted(value, bounds.get(number - 1));
            parts.add(new Part(number, count, condition(from, to, value)));
        }
        return parts;
    }

    private static String condition(String from, String to, String value) {
        if (from.isEmpty() && to.isEmpty()) {
            return "true";
        }
        if (to.isEmpty()) {
            return "(%s OR %s IS NULL)".formatted(from, value);
        }
        return from.isEmpty() ? to : from + " AND " + to;
    }
}
