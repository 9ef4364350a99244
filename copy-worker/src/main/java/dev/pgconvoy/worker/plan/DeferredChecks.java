package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.worker.catalog.CheckConstraint;
import dev.pgconvoy.worker.schema.ArchiveSelection;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks that the source's rows may violate: even one that is not valid refuses new rows, so they are taken off before
/// rows come and made again when all rows and keys are there, because a check may ask other tables. What is violated is
/// made NOT VALID.
public record DeferredChecks(List<CheckConstraint> checks) {

    public static final DeferredChecks NONE = new DeferredChecks(List.of());

    private static final int TOGETHER = 200;

    public static DeferredChecks of(List<CheckConstraint> all, ArchiveSelection selection) {
        var domains = selection.entries().stream()
                .filter(entry -> entry.kind().equals("DOMAIN"))
                .map(TocEntry::object)
                .collect(Collectors.toSet());
        return new DeferredChecks(all.stream()
                .filter(check -> check.kind().equals("DOMAIN")
                        ? domains.contains(check.of().toString())
                        : selection.includesTable(check.of()))
                .toList());
    }

    /// What takes them off; empty when there are none.
    public Optional<Statement> off() {
        return checks.isEmpty()
                ? Optional.empty()
                : Optional.of(new Statement(
                        UnitKind.CHECK,
                        "checks off",
                        "checks",
                        checks.stream().map(CheckConstraint::drop).collect(Collectors.joining("\n"))));
    }

    /// After everything else that changes the tables. Those of large tables are made side by side.
    ///
    /// @param large quoted names
    void add(TaskPlan plan, Set<String> large) {
        var after = plan.ids(EnumSet.of(TaskKind.COPY, TaskKind.BUILD, TaskKind.ANALYZE, TaskKind.FOREIGN_KEY));
        var ofLarge = new LinkedHashMap<String, List<CheckConstraint>>();
        var ofSmall = new ArrayList<CheckConstraint>();
        var ofTrees = new ArrayList<CheckConstraint>();
        for (var check : checks) {
            if (!check.alone()) {
                ofTrees.add(check);
            } else if (large.contains(check.of().quoted())) {
                ofLarge.computeIfAbsent(check.of().quoted(), _ -> new ArrayList<>())
                        .add(check);
            } else {
                ofSmall.add(check);
            }
        }
        var alone = new HashSet<String>();
        ofLarge.values().forEach(some -> alone.add(node(some, after, plan)));
        for (var from = 0; from < ofSmall.size(); from += TOGETHER) {
            var some = ofSmall.subList(from, Math.min(ofSmall.size(), from + TOGETHER));
            alone.add(node(some, after, plan));
        }
        if (!ofTrees.isEmpty()) {
            alone.addAll(after);
            node(ofTrees, alone, plan);
        }
    }

    private static String node(List<CheckConstraint> some, Set<String> after, TaskPlan plan) {
        var statements = some.stream()
                .map(check -> new Statement(
                        UnitKind.CHECK,
                        "check " + check.object(),
                        check.object(),
                        check.add(),
                        Optional.of(check.addNotValid())))
                .toList();
        return plan.add(TaskKind.CHECK, new Work.RunStatements(statements), after, 0)
                .id();
    }

    /// The names of those that are violated.
    ///
    /// @param noted objects of the notes
    public Set<String> violated(Collection<String> noted) {
        return checks.stream()
                .filter(check -> noted.contains(check.object()))
                .map(CheckConstraint::name)
                .collect(Collectors.toSet());
    }
}
