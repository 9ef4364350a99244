package dev.pgconvoy.worker.copier;

import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.SearchPath;
import dev.pgconvoy.worker.catalog.RowConditions;
import dev.pgconvoy.worker.snapshot.RenamedRelations;
import dev.pgconvoy.worker.wire.CopyRelay;
import dev.pgconvoy.worker.wire.GuardException;
import dev.pgconvoy.worker.wire.RowsLostException;
import dev.pgconvoy.worker.wire.ScriptException;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tables of one task, in one stream.
final class TableCopies {

    private TableCopies() {}

    /// @param path under which the target reads the rows, for generated columns and checks; empty
    /// for ours
    static List<UnitResult> copy(
            List<TableCopy> tables,
            WireSession source,
            WireSession target,
            CopyMeter meter,
            CurrentObject focus,
            Optional<SearchPath> path)
            throws SQLException {
        if (tables.isEmpty()) {
            return List.of();
        }
        focus.on(tables.getFirst().table().toString());
        meter.entersSource();
        meter.started();
        try {
            var guard =
                    RenamedRelations.query(tables.stream().map(TableCopy::table).toList());
            if (path.isPresent()) {
                target.run(List.of(path.get().begin()));
            }
            var copied = CopyRelay.relay(source, target, statements(tables, source, target), guard, meter::add);
            if (path.isPresent()) {
                target.run(List.of(SearchPath.PUT_BACK));
            }
            var results = new ArrayList<UnitResult>();
            for (var index = 0; index < tables.size(); index++) {
                var one = copied.get(index);
                results.add(UnitResult.of(tables.get(index).unit(), one.rows(), one.bytes(), one.millis()));
            }
            return results;
        } catch (GuardException e) {
            throw RenamedRelations.lost(nth(tables, Integer.parseInt(e.found()) - 1));
        } catch (ScriptException e) {
            focus.on(nth(tables, e.index()));
            if (e.isOfSource()) {
                focus.blame(ServerSide.SOURCE);
            }
            throw e;
        } catch (RowsLostException e) {
            focus.on(nth(tables, e.index()));
            throw e;
        } finally {
            meter.stopped();
            meter.leavesSource();
        }
    }

    private static List<CopyRelay.Statements> statements(List<TableCopy> tables, WireSession source, WireSession target)
            throws SQLException {
        var statements = new ArrayList<CopyRelay.Statements>();
        for (var table : tables) {
            var part = table.part();
            statements.add(CopySql.of(
                    table,
                    part.isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    RowConditions.of(table.table(), part.get().rows(), source.jdbc()))));
        }
        return CommonEncoding.of(source, target)
                .map(encoding -> CommonEncoding.unconverted(statements, encoding))
                .orElse(statements);
    }

    private static String nth(List<TableCopy> tables, int index) {
        return tables.get(Math.min(index, tables.size() - 1)).table().toString();
    }
}
