package dev.pgconvoy.migration;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Notes on a migration. All are counted, and of each code the first ones are kept, so that a hundred thousand refused
/// grants need no more memory, and no more room in an event, than two hundred.
public final class NotesByCode {

    /// Of one code.
    public static final int MOST_SHOWN = 200;

    /// The check of findings that say how many notes of their code are not shown.
    public static final String LEFT_OUT = "notes-left-out";

    private static final int MOST_CODES = 100;
    private static final String OTHER_CODES = "other";

    private final int mostShown;
    private final List<Finding> shown = new ArrayList<>();
    private final Map<String, Integer> shownOf = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();

    public NotesByCode() {
        this(MOST_SHOWN);
    }

    private NotesByCode(int mostShown) {
        this.mostShown = mostShown;
    }

    public static NotesByCode of(Collection<Finding> notes) {
        var byCode = new NotesByCode();
        byCode.addAll(notes);
        return byCode;
    }

    /// Shows all that each of them shows: a database with many notes does not hide those of another one.
    public static NotesByCode together(Collection<NotesByCode> several) {
        var all = new NotesByCode(Integer.MAX_VALUE);
        several.forEach(notes -> all.add(notes.shown, notes.counts));
        return all;
    }

    /// As a report has kept them.
    public static NotesByCode of(List<Finding> notes, List<NoteCount> counts) {
        var kept = new NotesByCode(Integer.MAX_VALUE);
        counts.forEach(count -> kept.counts.merge(kept.counted(count.code()), count.count(), Long::sum));
        notes.stream().filter(note -> !isLeftOut(note)).forEach(kept::keep);
        return kept;
    }

    public void addAll(Collection<Finding> notes) {
        notes.forEach(this::add);
    }

    public void add(Finding note) {
        counts.merge(counted(note.code()), 1L, Long::sum);
        if (shownOf.getOrDefault(counted(note.code()), 0) < mostShown) {
            show(note);
        }
    }

    private void add(List<Finding> otherShown, Map<String, Long> otherCounts) {
        otherCounts.forEach((code, count) -> counts.merge(counted(code), count, Long::sum));
        otherShown.forEach(this::show);
    }

    private int show(Finding note) {
        shown.add(note);
        return shownOf.merge(counted(note.code()), 1, Integer::sum);
    }

    /// It is among those that were counted, as far as they were.
    private void keep(Finding note) {
        counts.merge(counted(note.code()), (long) show(note), Math::max);
    }

    /// Codes are ours and few; whatever came in, they are bounded.
    private String counted(String code) {
        return counts.containsKey(code) || counts.size() < MOST_CODES ? code : OTHER_CODES;
    }

    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public List<Finding> shown() {
        return List.copyOf(shown);
    }

    public List<NoteCount> counts() {
        return counts.entrySet().stream()
                .map(count -> new NoteCount(count.getKey(), count.getValue()))
                .toList();
    }

    /// The first of each code, as many as there is room for, and for each code of which some are missing a finding that
    /// says how many.
    List<Finding> within(long bytes) {
        var most = shownOf.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        var first = first(most);
        while (!first.isEmpty() && bytesOf(first) > bytes) {
            most /= 2;
            first = first(most);
        }
        var all = new ArrayList<>(first);
        var left = new LinkedHashMap<>(counts);
        first.forEach(note -> left.merge(counted(note.code()), -1L, Long::sum));
        left.forEach((code, missing) -> {
            if (missing > 0) {
                all.add(leftOut(code, missing, counts.getOrDefault(code, 0L)));
            }
        });
        return List.copyOf(all);
    }

    private List<Finding> first(int most) {
        var taken = new HashMap<String, Integer>();
        return shown.stream()
                .filter(note -> taken.merge(counted(note.code()), 1, Integer::sum) <= most)
                .toList();
    }

    private static long bytesOf(List<Finding> notes) {
        return notes.stream().mapToLong(Finding::jsonBytes).sum();
    }

    private static Finding leftOut(String code, long missing, long all) {
        return new Finding(
                LEFT_OUT,
                code,
                Severity.INFO,
                "%,d more notes of the code %s".formatted(missing, code),
                "There are %,d notes of this code; %,d of them are left out of this report.".formatted(all, missing),
                "Look for \"%s\" in the log of the worker that led the migration: it names each of them."
                        .formatted(code));
    }

    private static boolean isLeftOut(Finding note) {
        return note.check().equals(LEFT_OUT);
    }
}
