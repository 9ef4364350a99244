package dev.pgconvoy.monitor.live;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.postgres.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What one unit of a task does to one table.
///
/// @param unit its name in the ledger
/// @param object what is made, for people; empty for rows
/// @param expectedBytes of the whole table, by the planner's estimate; empty for what copies nothing
/// @param of how many pieces of this kind the table has; 1 unless it is split
record Piece(String unit, TableName table, UnitKind kind, String object, Optional<Long> expectedBytes, int of) {

    static List<Piece> of(Work work) {
        return switch (work) {
            case Work.CopyTables(var tables, var afterwards) ->
                Stream.concat(tables.stream().map(Piece::copy), ofStatements(afterwards))
                        .toList();
            case Work.RunStatements(var statements) -> ofStatements(statements).toList();
            case Work.CopyLargeObjects _ -> List.of();
            case Work.VerifyTables(var checks, var _) ->
                checks.stream().map(Piece::check).toList();
        };
    }

    private static Piece copy(Work.TableCopy copy) {
        var parts = copy.part().map(Work.Part::of).orElse(1);
        return new Piece(
                copy.unit(), copy.table(), UnitKind.COPY, "", Optional.of(copy.estimatedBytes() * parts), parts);
    }

    private static Piece check(Work.TableCheck check) {
        var slices = check.slice().map(Work.Slice::of).orElse(1);
        return new Piece(check.unit(), check.table(), UnitKind.VERIFY, "", Optional.empty(), slices);
    }

    /// Statements that name no table belong to none here. That the statistics of a table are gathered is not shown.
    private static Stream<Piece> ofStatements(List<Work.Statement> statements) {
        return statements.stream()
                .filter(statement -> !statement.gathersStatistics())
                .flatMap(statement -> statement.table().stream()
                        .map(table -> new Piece(
                                statement.unit(),
                                table,
                                statement.kindOrDefinition(),
                                statement.object(),
                                Optional.empty(),
                                1)));
    }
}
