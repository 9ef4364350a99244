package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.postgres.TableName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What of an archive is moved: what the filters leave, without what cannot be without the rest.
///
/// A partition goes with its parent, and an entry goes when something it depends on goes. What is lost that way, and is
/// not just a part of what was excluded, is a note.
public final class ArchiveSelection {

    private static final Set<String> LISTED = Set.of("TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE");

    private final FilterRules rules;
    private final PartitionTree partitions;
    private final List<TocEntry> entries;
    private final Set<TableName> listed;
    private final Set<TableName> leftOut;
    private final List<Finding> notes;

    private ArchiveSelection(FilterRules rules, List<TocEntry> all) {
        this.rules = rules;
        this.partitions = PartitionTree.of(all);
        var losses = ExcludedDependents.of(all, this::isExcluded);
        this.entries =
                all.stream().filter(entry -> !losses.contains(entry.dumpId())).toList();
        this.listed = all.stream()
                .filter(TocEntry::isRelation)
                .map(TocEntry::relation)
                .collect(Collectors.toSet());
        this.leftOut = all.stream()
                .filter(entry -> entry.isRelation() && losses.contains(entry.dumpId()))
                .map(TocEntry::relation)
                .collect(Collectors.toSet());
        this.notes = losses.notes();
    }

    public static ArchiveSelection of(Filters filters, List<TocEntry> all) {
        return new ArchiveSelection(new FilterRules(filters), all);
    }

    private boolean isExcluded(TocEntry entry) {
        if (!entry.namespace().isEmpty() && !rules.includesSchema(entry.namespace())) {
            return true;
        }
        return switch (entry.kind()) {
            case "SCHEMA" -> !rules.includesSchema(entry.tag());
            case "EXTENSION" -> !rules.includesExtension(entry.tag());
            case "SEQUENCE" -> rules.excludesTable(entry.namespace(), entry.tag());
            case String kind -> LISTED.contains(kind) && !includesByName(entry.relation());
        };
    }

    private boolean includesByName(TableName table) {
        var lineage = partitions.lineage(table);
        return lineage.stream().noneMatch(name -> rules.excludesTable(name.schema(), name.name()))
                && (!rules.namesTables()
                        || lineage.stream().anyMatch(name -> rules.namesTable(name.schema(), name.name())));
    }

    /// What is restored, in the archive's order.
    public List<TocEntry> entries() {
        return entries;
    }

    /// What is lost although no filter names it.
    public List<Finding> notes() {
        return notes;
    }

    /// Whether the archive makes it, and not an extension.
    public boolean lists(TableName table) {
        return listed.contains(table);
    }

    /// Whether a table, view, materialized view or sequence is there after the restore.
    public boolean includesTable(TableName table) {
        return !leftOut.contains(table);
    }

    /// Whether its rows are moved.
    public boolean includesData(TableName table) {
        return includesTable(table)
                && partitions.lineage(table).stream().noneMatch(name -> rules.excludesData(name.schema(), name.name()));
    }
}
