package dev.pgconvoy.monitor.live;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.copy.UnitKind;
import java.util.Locale;

/// What happens to a table; the worst comes first where tables are sorted by it.
public enum TableStage {
    /// Its last piece of work failed and is not begun again yet.
    FAILED,
    COPYING,
    /// An index or another definition is made, or its statistics are gathered.
    INDEXING,
    /// A constraint is added or checked.
    CHECKING,
    VERIFYING,
    /// Some of its work was sent before this monitor looked and nobody has spoken of it since, or its copy is not
    /// known.
    UNKNOWN,
    /// Work on it was sent, and no worker has told of it yet.
    WAITING,
    /// Its rows are on the target; more work may follow.
    COPIED,
    /// Its rows are on the target and were compared, or its database is finished.
    DONE;

    static TableStage of(UnitKind running) {
        return switch (running) {
            case COPY, LARGE_OBJECTS -> COPYING;
            case INDEX, ANALYZE, REFRESH, DEFINITION -> INDEXING;
            case CONSTRAINT, FOREIGN_KEY, CHECK -> CHECKING;
            case VERIFY -> VERIFYING;
        };
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
