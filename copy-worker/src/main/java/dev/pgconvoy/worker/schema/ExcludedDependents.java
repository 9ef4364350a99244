package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Entries that are not restored: the excluded ones and all that depends on them.
final class ExcludedDependents {

    private static final int MOST_NOTES = 200;

    /// Never more than a part of something else.
    private static final Set<String> ATTRIBUTES = Set.of(
            "COMMENT",
            "ACL",
            "SECURITY LABEL",
            "SEQUENCE",
            "SEQUENCE SET",
            "SEQUENCE OWNED BY",
            "ROW SECURITY",
            "INDEX ATTACH",
            "PUBLICATION TABLE");

    private static final Set<String> NAMED_WITH_TABLE =
            Set.of("CONSTRAINT", "CHECK CONSTRAINT", "FK CONSTRAINT", "TRIGGER", "RULE", "POLICY", "DEFAULT");
    private static final Set<String> NAMED_ALONE = Set.of("INDEX", "STATISTICS");

    private final Map<Integer, TocEntry> byId = new HashMap<>();
    private final Set<Integer> excluded = new HashSet<>();
    private final Set<Integer> lost = new HashSet<>();
    private final List<TocEntry> all;

    private ExcludedDependents(List<TocEntry> all) {
        this.all = all;
    }

    static ExcludedDependents of(List<TocEntry> all, Predicate<TocEntry> isExcluded) {
        var losses = new ExcludedDependents(all);
        all.forEach(entry -> losses.byId.put(entry.dumpId(), entry));
        all.stream().filter(isExcluded).map(TocEntry::dumpId).forEach(losses.excluded::add);
        losses.spread();
        return losses;
    }

    private void spread() {
        if (excluded.isEmpty()) {
            return;
        }
        var dependents = new HashMap<Integer, List<Integer>>();
        for (var entry : all) {
            entry.dependencies()
                    .forEach(id -> dependents
                            .computeIfAbsent(id, _ -> new ArrayList<>())
                            .add(entry.dumpId()));
        }
        var next = new ArrayDeque<>(excluded);
        while (!next.isEmpty()) {
            var id = next.remove();
            if (lost.add(id)) {
                next.addAll(dependents.getOrDefault(id, List.of()));
            }
        }
    }

    boolean contains(int dumpId) {
        return lost.contains(dumpId);
    }

    List<Finding> notes() {
        var unnamed = all.stream()
                .filter(entry -> lost.contains(entry.dumpId()) && !excluded.contains(entry.dumpId()))
                .filter(entry -> !isPartOfLost(entry))
                .toList();
        var notes = new ArrayList<>(
                unnamed.stream().limit(MOST_NOTES).map(this::note).toList());
        if (unnamed.size() > MOST_NOTES) {
            notes.add(Finding.warning(
                    "filters",
                    FindingCode.DEPENDENT_LEFT_OUT,
                    "%d more objects".formatted(unnamed.size() - MOST_NOTES),
                    "Left out for the same reason, and not named here.",
                    "Include what the named ones depend on, too, or make the objects by hand after the migration."));
        }
        return List.copyOf(notes);
    }

    private Finding note(TocEntry entry) {
        return Finding.warning(
                "filters",
                FindingCode.DEPENDENT_LEFT_OUT,
                described(entry),
                "Left out, because it depends on %s, which is left out.".formatted(cause(entry)),
                "Include that, too, or make the object by hand after the migration.");
    }

    private String cause(TocEntry entry) {
        return lostOf(entry).stream()
                .findFirst()
                .map(ExcludedDependents::described)
                .orElse("something");
    }

    private List<TocEntry> lostOf(TocEntry entry) {
        return entry.dependencies().stream()
                .filter(lost::contains)
                .map(byId::get)
                .toList();
    }

    private static String described(TocEntry entry) {
        return "%s %s".formatted(entry.kind().toLowerCase(Locale.ROOT), entry.object());
    }

    /// An index of an excluded table is no loss of its own; a foreign key of a table that stays is.
    private boolean isPartOfLost(TocEntry entry) {
        if (ATTRIBUTES.contains(entry.kind())) {
            return true;
        }
        return lostOf(entry).stream()
                .filter(found -> found.isRelation() && found.namespace().equals(entry.namespace()))
                .anyMatch(relation -> isPartOf(entry, relation));
    }

    private static boolean isPartOf(TocEntry entry, TocEntry relation) {
        return entry.kind().equals("TABLE ATTACH") && entry.tag().equals(relation.tag())
                || NAMED_ALONE.contains(entry.kind())
                || NAMED_WITH_TABLE.contains(entry.kind()) && entry.tag().startsWith(relation.tag() + " ");
    }
}
