package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Several failures as one: the first that no retry can mend in full, or else the first; the objects of the others by
/// name, and their number.
public final class CombinedFailure {

    private static final int MOST_NAMED = 10;

    /// So that the names of the others, and their number, are never cut away.
    private static final int LONGEST_FIRST = 2_000;

    private static final int LONGEST_NAME = 150;

    private CombinedFailure() {}

    public static Failure together(List<Failure> failures) {
        if (failures.size() == 1) {
            return failures.getFirst();
        }
        var others = new ArrayList<>(failures);
        var first = failures.stream()
                .filter(failure -> !failure.code().retryable())
                .findFirst()
                .orElse(failures.getFirst());
        others.remove(first);
        var named = others.stream()
                .limit(MOST_NAMED)
                .map(failure -> "%s (%s)".formatted(Excerpt.of(failure.object(), LONGEST_NAME), failure.code()))
                .collect(Collectors.joining(", "));
        var unnamed = others.size() > MOST_NAMED ? " and %,d more".formatted(others.size() - MOST_NAMED) : "";
        return new Failure(
                first.code(),
                first.object(),
                "%s Also failed, %,d in all: %s%s."
                        .formatted(Excerpt.of(first.message(), LONGEST_FIRST), failures.size(), named, unnamed),
                first.remedy());
    }
}
