package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.failure.Failure;
import java.util.List;
import java.util.stream.Collectors;

/// Several failures as one: the first in full, the objects of the others by name.
final class Failures {

    private static final int MOST_NAMED = 10;

    private Failures() {}

    static Failure together(List<Failure> failures) {
        var first = failures.getFirst();
        if (failures.size() == 1) {
            return first;
        }
        var others = failures.subList(1, failures.size());
        var named = others.stream()
                .limit(MOST_NAMED)
                .map(failure -> "%s (%s)".formatted(failure.object(), failure.code()))
                .collect(Collectors.joining(", "));
        var unnamed = others.size() > MOST_NAMED ? " and %d more".formatted(others.size() - MOST_NAMED) : "";
        return new Failure(
                first.code(),
                first.object(),
                "%s Also failed: %s%s.".formatted(first.message(), named, unnamed),
                first.remedy());
    }
}
