package dev.pgconvoy.monitor.live;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.WorkUnit;
import dev.pgconvoy.postgres.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What one unit of a task does to one table.
record Piece(WorkUnit work, TableName table) {

    /// Units that name no table belong to none here. That the statistics of a table are gathered is not shown.
    static List<Piece> of(Work work) {
        return work.content().stream()
                .filter(unit -> unit.kind() != UnitKind.ANALYZE)
                .flatMap(Piece::ofTable)
                .toList();
    }

    private static Stream<Piece> ofTable(WorkUnit unit) {
        return unit.table().stream().map(table -> new Piece(unit, table));
    }

    /// Its name in the ledger.
    String unit() {
        return work.name();
    }

    UnitKind kind() {
        return work.kind();
    }

    /// What is made, for people; empty for rows.
    String object() {
        return work.object();
    }

    /// Of the whole table, by the planner's estimate; empty for what copies nothing.
    Optional<Long> expectedBytes() {
        return work.expectedBytes();
    }

    /// How many pieces of this kind the table has; 1 unless it is split.
    int of() {
        return work.of();
    }
}
