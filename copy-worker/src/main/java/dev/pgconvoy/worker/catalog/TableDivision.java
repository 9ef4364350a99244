package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.copy.Work.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the work on tables is divided, by their quoted names. It is drawn from their sizes and from settings of the
/// worker that begins the copy, and decided once: a source that is in use grows and shrinks, and another worker has
/// other settings, but whoever goes on with the copy must divide it into the same units.
///
/// @param parts of the tables that are split
/// @param largePages of each table that has tasks of its own, the pages of its heap
public record TableDivision(Map<String, List<Part>> parts, Map<String, Long> largePages) {

    public static final TableDivision NONE = new TableDivision(Map.of(), Map.of());

    public TableDivision {
        parts = Map.copyOf(parts);
        largePages = Map.copyOf(largePages);
    }

    public List<Part> partsOf(CatalogTable table) {
        return parts.getOrDefault(table.name().quoted(), List.of());
    }

    /// Whether its indexes are worth tasks of their own.
    public boolean isLarge(CatalogTable table) {
        return largePages.containsKey(table.name().quoted());
    }

    /// Empty when it is not large.
    public Optional<Long> pagesOf(CatalogTable table) {
        return Optional.ofNullable(largePages.get(table.name().quoted()));
    }
}
