package dev.pgconvoy.copy;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What one unit of work does.
public enum UnitKind {
    @JsonProperty("copy")
    COPY,
    @JsonProperty("large-objects")
    LARGE_OBJECTS,
    /// Builds an index, or attaches one to that of a partitioned table.
    @JsonProperty("index")
    INDEX,
    /// Adds a key, a unique or an exclusion constraint.
    @JsonProperty("constraint")
    CONSTRAINT,
    /// Adds or validates a foreign key.
    @JsonProperty("foreign-key")
    FOREIGN_KEY,
    /// Adds or takes off a check constraint.
    @JsonProperty("check")
    CHECK,
    /// Gathers the statistics of a table.
    @JsonProperty("analyze")
    ANALYZE,
    /// Fills a materialized view.
    @JsonProperty("refresh")
    REFRESH,
    /// Makes a trigger, a rule, extended statistics and the like.
    @JsonProperty("definition")
    DEFINITION,
    /// Compares rows of both servers.
    @JsonProperty("verify")
    VERIFY;

    /// Whether something is made of what the schema defines, which the progress counts as a build.
    public boolean isBuild() {
        return switch (this) {
            case INDEX, CONSTRAINT, FOREIGN_KEY, CHECK, REFRESH, DEFINITION -> true;
            case COPY, LARGE_OBJECTS, ANALYZE, VERIFY -> false;
        };
    }

    /// Whether an index is built meanwhile.
    public boolean buildsAnIndex() {
        return switch (this) {
            case INDEX, CONSTRAINT -> true;
            case COPY, LARGE_OBJECTS, FOREIGN_KEY, CHECK, ANALYZE, REFRESH, DEFINITION, VERIFY -> false;
        };
    }
}
