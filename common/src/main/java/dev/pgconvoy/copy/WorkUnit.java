package dev.pgconvoy.copy;

import dev.pgconvoy.postgres.TableName;
import java.util.Optional;

/// One unit of a task: what the ledger calls it, and what it does to what.
///
/// @param name in the ledger
/// @param table what it belongs to; empty when unknown, and for what belongs to none
/// @param object what is made, for people; empty for rows
/// @param number of the part of the table, from 1
/// @param of how many parts of this kind the table has; 1 unless it is split
/// @param expectedBytes of the whole table, by the planner's estimate; empty for what copies no table
public record WorkUnit(
        String name,
        UnitKind kind,
        Optional<TableName> table,
        String object,
        int number,
        int of,
        Optional<Long> expectedBytes) {

    static WorkUnit of(Work.TableCopy copy) {
        var part = copy.part();
        var of = part.map(Work.Part::of).orElse(1);
        return new WorkUnit(
                copy.unit(),
                UnitKind.COPY,
                Optional.of(copy.table()),
                "",
                part.map(Work.Part::number).orElse(1),
                of,
                Optional.of(copy.estimatedBytes() * of));
    }

    static WorkUnit of(Work.TableCheck check) {
        var slice = check.slice();
        return new WorkUnit(
                check.unit(),
                UnitKind.VERIFY,
                Optional.of(check.table()),
                "",
                slice.map(Work.Slice::number).orElse(1),
                slice.map(Work.Slice::of).orElse(1),
                Optional.empty());
    }

    static WorkUnit of(Work.Statement statement) {
        return new WorkUnit(
                statement.unit(),
                statement.kindOrDefinition(),
                statement.table(),
                statement.object(),
                1,
                1,
                Optional.empty());
    }

    static WorkUnit of(Work.CopyLargeObjects objects) {
        return new WorkUnit(objects.unit(), UnitKind.LARGE_OBJECTS, Optional.empty(), "", 1, 1, Optional.empty());
    }
}
