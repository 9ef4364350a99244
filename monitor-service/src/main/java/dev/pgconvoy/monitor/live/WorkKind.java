package dev.pgconvoy.monitor.live;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.copy.Work;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a piece of work does to a table.
public enum WorkKind {
    COPY,
    INDEX,
    CONSTRAINT,
    /// Of a trigger, a rule and the like.
    DEFINITION,
    STATISTICS,
    LARGE_OBJECTS,
    VERIFY;

    private static final Pattern CONSTRAINTS = Pattern.compile("(?:add )?(?:fk |check )?constraint ");

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static WorkKind of(Work.Statement statement) {
        var unit = statement.unit();
        if (statement.gathersStatistics()) {
            return STATISTICS;
        }
        if (unit.startsWith("index ")) {
            return INDEX;
        }
        return CONSTRAINTS.matcher(unit).lookingAt() ? CONSTRAINT : DEFINITION;
    }

    TableStage stage() {
        return switch (this) {
            case COPY, LARGE_OBJECTS -> TableStage.COPYING;
            case INDEX, DEFINITION, STATISTICS -> TableStage.INDEXING;
            case CONSTRAINT -> TableStage.CHECKING;
            case VERIFY -> TableStage.VERIFYING;
        };
    }
}
