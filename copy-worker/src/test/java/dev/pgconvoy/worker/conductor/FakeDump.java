package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.worker.schema.DumpedSchema;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A schema whose scripts are the names of its entries.
final class FakeDump implements DumpedSchema {

    private final List<TocEntry> entries;
    boolean closed;

    FakeDump(List<TocEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    static TocEntry entry(int id, String kind, String tag, Section section, Integer... after) {
        return entry(id, kind, tag, "public", "", section, after);
    }

    static TocEntry entry(
            int id, String kind, String tag, String namespace, String owner, Section section, Integer... after) {
        return new TocEntry(
                id, kind, tag, namespace, owner, "CREATE %s %s".formatted(kind, tag), section, List.of(after));
    }

    static TocEntry database(String kind, String definition) {
        return new TocEntry(900, kind, "DATABASE shop", "", "", definition, Section.PRE_DATA, List.of());
    }

    /// So many tables that each depend on nothing.
    static List<TocEntry> tables(int count) {
        return new ArrayList<>(IntStream.rangeClosed(1, count)
                .mapToObj(number -> entry(number, "TABLE", "t" + number, Section.PRE_DATA))
                .toList());
    }

    @Override
    public List<TocEntry> entries() {
        return entries;
    }

    @Override
    public void requireReadable(Collection<TocEntry> chosen) {}

    @Override
    public List<TocEntry> withDependencies(Collection<TocEntry> wanted) {
        return List.copyOf(wanted);
    }

    @Override
    public String script(Collection<TocEntry> chosen, Predicate<TocEntry> keepsOwner) {
        return chosen.stream()
                .map(entry -> entry.tag() + (keepsOwner.test(entry) ? " of " + entry.owner() : ""))
                .collect(Collectors.joining(";"));
    }

    @Override
    public void close() {
        closed = true;
    }
}
