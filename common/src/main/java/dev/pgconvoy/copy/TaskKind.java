package dev.pgconvoy.copy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Set;

/// What a task is for, in the order in which ready tasks are preferred.
public enum TaskKind {
    @JsonProperty("copy")
    COPY,
    @JsonProperty("large-objects")
    LARGE_OBJECTS,
    /// Builds indexes and what else the rows of a table need.
    @JsonProperty("build")
    BUILD,
    /// Finishes a table: its constraints, its statistics.
    @JsonProperty("analyze")
    ANALYZE,
    @JsonProperty("foreign-key")
    FOREIGN_KEY,
    @JsonProperty("check")
    CHECK,
    @JsonProperty("verify")
    VERIFY;

    /// Those that read rows from the source.
    public static final Set<TaskKind> MOVING = Set.of(COPY, LARGE_OBJECTS, VERIFY);

    /// Those that keep only the target busy.
    public static final Set<TaskKind> BUILDING = Set.of(BUILD, ANALYZE, FOREIGN_KEY, CHECK);

    /// As it is written for people.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
