package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.copy.Work.ValueRange;
import dev.pgconvoy.worker.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Disjoint ranges that cover every row of a table once.
final class TableParts {

    private TableParts() {}

    /// By place: every row has exactly one.
    static List<Part> byPages(CatalogTable table, int count) {
        var parts = new ArrayList<Part>();
        for (var number = 1; number <= count; number++) {
            parts.add(new Part(number, count, pages(table.pages(), number, count)));
        }
        return parts;
    }

    /// The n-th of so many equal shares of a heap; the first has no beginning, the last no end.
    static PageRange pages(long pages, int number, int count) {
        return new PageRange(
                number == 1 ? Optional.empty() : Optional.of(pages * (number - 1) / count),
                number == count ? Optional.empty() : Optional.of(pages * number / count));
    }

    /// By a column's values: what is below the first bound, between two, above the last; NULLs come last, as they
    /// sort.
    ///
    /// @param bounds as the server writes the values, ascending and distinct
    static List<Part> byValues(String column, List<String> bounds) {
        var count = bounds.size() + 1;
        var parts = new ArrayList<Part>();
        for (var number = 1; number <= count; number++) {
            var from = number == 1 ? Optional.<String>empty() : Optional.of(bounds.get(number - 2));
            var to = number == count ? Optional.<String>empty() : Optional.of(bounds.get(number - 1));
            parts.add(new Part(number, count, new ValueRange(column, from, to)));
        }
        return parts;
    }
}
