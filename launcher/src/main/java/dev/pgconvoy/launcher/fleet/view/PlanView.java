package dev.pgconvoy.launcher.fleet.view;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.status.PlanChanges;
import dev.pgconvoy.text.PrintableText;
import java.util.ArrayList;
import java.util.List;

/// What applying a plan changes, on a terminal.
public final class PlanView {

    private static final int MOST_NAMES = 50;

    private final List<String> lines = new ArrayList<>();

    private PlanView() {}

    public static List<String> lines(Fleet fleet, PlanChanges changes) {
        var view = new PlanView();
        view.lines.add("Fleet %s: %s".formatted(fleet.name(), headline(changes)));
        view.servers("+", changes.added(), "new");
        view.servers("~", changes.changed(), "changed");
        view.servers("-", changes.removed(), "gone from the file, will be removed");
        view.servers(
                "!", changes.needReplace(), "changed, and its migration has begun: stays as it is without --replace");
        view.servers("!", changes.needPrune(), "gone from the file: stays as it is without --prune");
        if (changes.settings()) {
            view.lines.add("  ~ waves, limits, windows, gates, labels, priorities or needs change");
        }
        var same = fleet.spec().servers().size()
                - changes.added().size()
                - changes.changed().size()
                - changes.needReplace().size();
        if (same > 0) {
            view.lines.add("  = %,d server%s unchanged".formatted(same, same == 1 ? "" : "s"));
        }
        return view.lines.stream().map(PrintableText::of).toList();
    }

    private static String headline(PlanChanges changes) {
        return changes.changeNothing()
                ? "nothing to do"
                : "%,d new, %,d changed, %,d removed"
                        .formatted(
                                changes.added().size(),
                                changes.changed().size(),
                                changes.removed().size());
    }

    private void servers(String sign, List<String> names, String what) {
        names.stream().limit(MOST_NAMES).forEach(name -> lines.add("  %s %s  %s".formatted(sign, name, what)));
        if (names.size() > MOST_NAMES) {
            lines.add("  %s and %,d more  %s".formatted(sign, names.size() - MOST_NAMES, what));
        }
    }
}
