package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.EarlyForeignKey;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Foreign keys as soon as the tables on both sides are ready. Those of a large table are added in a moment and then
/// validated, one large table beside the other: two validations of one table would only wait for each other. Those
/// between small tables are made many at a time, and those of partitioned tables when all rows are there.
///
/// @param postponed those of extensions that were dropped before the rows
public record ForeignKeys(InvalidData onInvalidData, List<EarlyForeignKey> postponed) {

    private static final int TOGETHER = 200;

    void add(List<TocEntry> entries, TaskPlan plan, List<CatalogTable> large) {
        var bytes =
                large.stream().collect(Collectors.toMap(table -> table.name().quoted(), CatalogTable::bytes));
        var ofLarge = new LinkedHashMap<String, List<TocEntry>>();
        var ofSmall = new ArrayList<TocEntry>();
        var ofTrees = new ArrayList<TocEntry>();
        for (var entry : entries) {
            var tables = tables(entry, plan);
            if (tables.size() < 2
                    || tables.stream().anyMatch(table -> plan.readyBy(table).isEmpty())) {
                ofTrees.add(entry);
            } else if (tables.stream().anyMatch(table -> bytes.containsKey(table.quoted()))) {
                ofLarge.computeIfAbsent(tables.getFirst().quoted(), _ -> new ArrayList<>())
                        .add(entry);
            } else {
                ofSmall.add(entry);
            }
        }
        ofLarge.forEach((table, keys) -> addLarge(bytes.getOrDefault(table, 0L), keys, plan));
        addSmall(ofSmall, plan);
        addTrees(ofTrees, plan);
        addPostponed(plan);
    }

    /// In one task, after the other keys: they lock each other's tables, and theirs.
    private void addPostponed(TaskPlan plan) {
        if (!postponed.isEmpty()) {
            plan.add(
                    TaskKind.FOREIGN_KEY,
                    new Work.RunStatements(postponed.stream().map(this::again).toList()),
                    plan.ids(EnumSet.of(TaskKind.COPY, TaskKind.BUILD, TaskKind.ANALYZE, TaskKind.FOREIGN_KEY)),
                    0);
        }
    }

    private Statement again(EarlyForeignKey key) {
        return new Statement(
                        UnitKind.FOREIGN_KEY,
                        "foreign key %s %s".formatted(key.referencing().quoted(), Identifiers.quoted(key.name())),
                        key.object(),
                        key.add(),
                        key.isValidated() && onInvalidData == InvalidData.NOT_VALID
                                ? Optional.of(key.addNotValid())
                                : Optional.empty())
                .about(Optional.of(key.referencing()));
    }

    private static List<TableName> tables(TocEntry entry, TaskPlan plan) {
        return Stream.of(plan.tableOf(entry), plan.referencedBy(entry))
                .flatMap(Optional::stream)
                .toList();
    }

    private void addLarge(long bytes, List<TocEntry> entries, TaskPlan plan) {
        var keys = keys(entries);
        var added = plan.add(
                TaskKind.FOREIGN_KEY,
                new Work.RunStatements(keys.stream()
                        .map(key -> key.added().about(plan.tableOf(key.entry())))
                        .toList()),
                readiness(entries, plan),
                Long.MAX_VALUE);
        var validations = keys.stream()
                .flatMap(key ->
                        key.validated(bytes).stream().map(statement -> statement.about(plan.tableOf(key.entry()))))
                .toList();
        if (!validations.isEmpty()) {
            plan.add(TaskKind.FOREIGN_KEY, new Work.RunStatements(validations), Set.of(added.id()), 0);
        }
    }

    /// One after the other, so that they do not lock each other out.
    private void addSmall(List<TocEntry> entries, TaskPlan plan) {
        var before = Set.<String>of();
        for (var from = 0; from < entries.size(); from += TOGETHER) {
            var some = entries.subList(from, Math.min(entries.size(), from + TOGETHER));
            var after = new HashSet<>(readiness(some, plan));
            after.addAll(before);
            before =
                    Set.of(plan.add(TaskKind.FOREIGN_KEY, whole(some), after, 0).id());
        }
    }

    private void addTrees(List<TocEntry> entries, TaskPlan plan) {
        var all = plan.ids(EnumSet.of(TaskKind.COPY, TaskKind.BUILD, TaskKind.ANALYZE));
        for (var group : byTable(entries, plan).values()) {
            plan.add(TaskKind.FOREIGN_KEY, whole(group), all, 0);
        }
    }

    private static Map<String, List<TocEntry>> byTable(List<TocEntry> entries, TaskPlan plan) {
        return entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> plan.tableOf(entry).map(TableName::quoted).orElse(""),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static Set<String> readiness(List<TocEntry> entries, TaskPlan plan) {
        var ready = entries.stream()
                .flatMap(entry -> tables(entry, plan).stream())
                .flatMap(table -> plan.readyBy(table).stream())
                .collect(Collectors.toCollection(HashSet::new));
        ready.addAll(plan.makersNeeded("", entries));
        return ready;
    }

    private Work whole(List<TocEntry> entries) {
        List<Statement> statements =
                keys(entries).stream().map(ForeignKey::whole).toList();
        return new Work.RunStatements(statements);
    }

    private List<ForeignKey> keys(List<TocEntry> entries) {
        return entries.stream()
                .map(entry -> new ForeignKey(entry, onInvalidData))
                .toList();
    }
}
