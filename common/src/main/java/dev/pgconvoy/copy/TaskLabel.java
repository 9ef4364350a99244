package dev.pgconvoy.copy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What people read of a task. Nothing is decided by it, but how the task is shown.
///
/// @param object what it works at; the first of several, and how many more there are
/// @param part which part of a table, such as `2/4`; left out of JSON for all of it
public record TaskLabel(
        TaskKind kind,
        String object,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> part) {

    /// @param part of one that stands alone
    static <T> TaskLabel of(
            TaskKind kind, List<T> some, Function<T, String> object, Function<T, Optional<String>> part) {
        return switch (some.size()) {
            case 0 -> new TaskLabel(kind, "nothing", Optional.empty());
            case 1 -> new TaskLabel(kind, object.apply(some.getFirst()), part.apply(some.getFirst()));
            default ->
                new TaskLabel(
                        kind,
                        "%s and %d more".formatted(object.apply(some.getFirst()), some.size() - 1),
                        Optional.empty());
        };
    }

    /// What it works at, without what it does there.
    public String title() {
        return object + part.map(" "::concat).orElse("");
    }

    /// All of it, for a log.
    public String sentence() {
        return kind.text() + " " + title();
    }
}
