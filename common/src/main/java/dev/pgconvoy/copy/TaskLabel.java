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

    public static TaskLabel of(TaskKind kind, Work work) {
        return switch (work) {
            case Work.CopyTables(var tables, var _) ->
                new TaskLabel(
                        kind,
                        first(tables, copy -> copy.table().toString()),
                        only(tables).flatMap(Work.TableCopy::part).map(part -> part(part.number(), part.of())));
            case Work.VerifyTables(var checks, var _) ->
                new TaskLabel(
                        kind,
                        first(checks, check -> check.table().toString()),
                        only(checks).flatMap(Work.TableCheck::slice).map(slice -> part(slice.number(), slice.of())));
            case Work.RunStatements(var statements) ->
                new TaskLabel(kind, first(statements, Work.Statement::object), Optional.empty());
            case Work.CopyLargeObjects(var oids) ->
                new TaskLabel(kind, "%d large objects".formatted(oids.size()), Optional.empty());
        };
    }

    /// Of a task that has none.
    public static TaskLabel of(Work work) {
        return of(TaskKind.of(work), work);
    }

    private static <T> String first(List<T> some, Function<T, String> name) {
        return switch (some.size()) {
            case 0 -> "nothing";
            case 1 -> name.apply(some.getFirst());
            default -> "%s and %d more".formatted(name.apply(some.getFirst()), some.size() - 1);
        };
    }

    private static <T> Optional<T> only(List<T> some) {
        return some.size() == 1 ? Optional.of(some.getFirst()) : Optional.empty();
    }

    private static String part(int number, int of) {
        return "%d/%d".formatted(number, of);
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
