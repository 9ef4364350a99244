package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Digest;
import dev.pgconvoy.copy.Work.Slice;
import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.RowDigest;
import dev.pgconvoy.worker.catalog.TableDivision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The proof of each table: large ones in slices, small ones many at a time, those that the target sorts anew together
/// with all that go into the same table.
///
/// @param recorded whether the ledger of the target keeps the results
public record VerificationPlanner(
        VerifyMode mode, RowDigest digest, TableBatches batches, int targetMajor, boolean recorded) {

    private static final int PAGES_SCANNED_BY_RANGE_SINCE = 14;

    public void add(
            List<CatalogTable> tables,
            TableDivision division,
            Function<CatalogTable, Set<String>> copies,
            TaskPlan plan) {
        if (mode == VerifyMode.OFF) {
            return;
        }
        var seen = new HashSet<String>();
        var small = new ArrayList<CatalogTable>();
        for (var table : tables) {
            if (!table.condition().isEmpty()) {
                continue;
            }
            if (!table.isStable()) {
                if (seen.add(table.into().quoted())) {
                    alone(new TableCheck(table.into(), true, digest(table), Optional.empty()), table, copies, plan);
                }
            } else if (division.isLarge(table)) {
                slices(table, division)
                        .forEach(slice ->
                                alone(new TableCheck(table.name(), false, digest(table), slice), table, copies, plan));
            } else {
                small.add(table);
            }
        }
        batches.of(small).forEach(batch -> together(batch, copies, plan));
    }

    private Optional<Digest> digest(CatalogTable table) {
        return mode == VerifyMode.FULL ? digest.of(table.columns()) : Optional.empty();
    }

    private void alone(
            TableCheck check, CatalogTable table, Function<CatalogTable, Set<String>> copies, TaskPlan plan) {
        plan.add(TaskKind.VERIFY, new Work.VerifyTables(List.of(check), recorded), copies.apply(table), table.bytes());
    }

    private void together(List<CatalogTable> tables, Function<CatalogTable, Set<String>> copies, TaskPlan plan) {
        var checks = tables.stream()
                .map(table -> new TableCheck(table.name(), false, digest(table), Optional.empty()))
                .toList();
        var after = new HashSet<String>();
        tables.forEach(table -> after.addAll(copies.apply(table)));
        var id = plan.nextId();
        plan.add(new TaskNode(
                id,
                TaskKind.VERIFY,
                new Work.VerifyTables(checks, recorded),
                after,
                tables.stream().mapToLong(CatalogTable::bytes).sum(),
                () -> apart(id, checks)));
    }

    private Map<String, TaskNode> apart(String id, List<TableCheck> checks) {
        var apart = new LinkedHashMap<String, TaskNode>();
        if (checks.size() > 1) {
            for (var check : checks) {
                apart.put(
                        check.table().quoted(),
                        new TaskNode(
                                "%s-%d".formatted(id, apart.size() + 1),
                                TaskKind.VERIFY,
                                new Work.VerifyTables(List.of(check), recorded),
                                Set.of(),
                                0));
            }
        }
        return apart;
    }

    /// The target's ranges are of the pages that the source had when the division was decided: results of an earlier
    /// conductor's slices stay those of disjoint ones.
    private List<Optional<Slice>> slices(CatalogTable table, TableDivision division) {
        var parts = division.partsOf(table);
        var pages = division.pagesOf(table);
        if (parts.size() < 2 || pages.isEmpty() || targetMajor < PAGES_SCANNED_BY_RANGE_SINCE) {
            return List.of(Optional.empty());
        }
        return parts.stream()
                .map(part -> Optional.of(new Slice(
                        part.number(),
                        part.of(),
                        part.rows(),
                        TableParts.pages(pages.get(), part.number(), part.of()))))
                .toList();
    }
}
