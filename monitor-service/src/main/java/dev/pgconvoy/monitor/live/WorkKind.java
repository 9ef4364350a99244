package dev.pgconvoy.monitor.live;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.copy.Work;
import java.util.Locale;

/// What a piece of work does to a table.
public enum WorkKind {
    COPY,
    INDEX,
    CONSTRAINT,
    STATISTICS,
    LARGE_OBJECTS,
    VERIFY;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static WorkKind of(Work.Statement statement) {
        var unit = statement.unit();
        if (statement.gathersStatistics()) {
            return STATISTICS;
        }
        return unit.startsWith("index ") ? INDEX : CONSTRAINT;
    }

    TableStage stage() {
        return switch (this) {
            case COPY, LARGE_OBJECTS -> TableStage.COPYING;
            case INDEX, STATISTICS -> TableStage.INDEXING;
            case CONSTRAINT -> TableStage.CHECKING;
            case VERIFY -> TableStage.VERIFYING;
        };
    }
}
