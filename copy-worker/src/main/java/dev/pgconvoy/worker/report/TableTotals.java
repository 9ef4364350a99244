package dev.pgconvoy.worker.report;

import dev.pgconvoy.copy.Work.Slice;
import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.migration.Report.TableReport;
import dev.pgconvoy.worker.ledger.DoneUnit;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the parts of one table came to.
final class TableTotals {

    private final String table;
    private long rows;
    private long bytes;
    private long sourceRows;
    private long targetRows;
    private BigInteger sourceSum = BigInteger.ZERO;
    private BigInteger targetSum = BigInteger.ZERO;
    private final List<Span> spans = new ArrayList<>();
    private final Set<Integer> checked = new HashSet<>();
    private int slices;

    TableTotals(String table) {
        this.table = table;
    }

    /// When one part was copied.
    private record Span(Instant from, Instant to) {}

    void copied(DoneUnit unit) {
        rows += unit.result().rows();
        bytes += unit.result().bytes();
        spans.add(new Span(unit.doneAt().minusMillis(unit.result().millis()), unit.doneAt()));
    }

    /// A slice counts once, however often its result comes.
    void checked(TableCheck check, UnitResult unit) {
        slices = check.slice().map(Slice::of).orElse(1);
        if (!checked.add(check.slice().map(Slice::number).orElse(1))) {
            return;
        }
        sourceRows += unit.rows();
        targetRows += unit.targetRows();
        sourceSum = sourceSum.add(number(unit.sourceChecksum()));
        targetSum = targetSum.add(number(unit.targetChecksum()));
    }

    private static BigInteger number(String checksum) {
        return checksum.isEmpty() ? BigInteger.ZERO : new BigInteger(checksum);
    }

    boolean isChecked() {
        return slices > 0 && checked.size() == slices;
    }

    /// Whether all of it was compared and is equal.
    boolean isVerified() {
        return isChecked() && difference().isEmpty();
    }

    /// Meaningful once all slices are checked.
    Optional<Difference> difference() {
        if (!isChecked()) {
            return Optional.empty();
        }
        if (sourceRows != targetRows) {
            return Optional.of(new Difference(table, "rows", Long.toString(sourceRows), Long.toString(targetRows)));
        }
        return sourceSum.equals(targetSum)
                ? Optional.empty()
                : Optional.of(new Difference(table, "checksum", sourceSum.toString(), targetSum.toString()));
    }

    TableReport report(boolean verified) {
        return new TableReport(table, Math.max(rows, sourceRows), bytes, took(), verified);
    }

    /// By the clock: what several workers copied at once counts once. When nobody copied does
    /// not count.
    private Duration took() {
        var took = Duration.ZERO;
        var until = Instant.MIN;
        for (var span : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
            var from = span.from().isBefore(until) ? until : span.from();
            if (from.isBefore(span.to())) {
                took = took.plus(Duration.between(from, span.to()));
                until = span.to();
            }
        }
        return took;
    }
}
