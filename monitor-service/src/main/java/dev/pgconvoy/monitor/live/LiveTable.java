package dev.pgconvoy.monitor.live;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.event.TaskProgress.IndexBuild;
import dev.pgconvoy.event.TaskResult.UnitResult;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// All that is known of one table of a running migration: the pieces of work at it, by their names in the ledger. A
/// record that is read twice changes nothing.
final class LiveTable {

    private static final int MOST_WORK_SHOWN = 8;
    private static final String DIFFERENT = "The copy differs from the source; the report will name the difference.";

    final TableKey key;
    private final Map<String, PieceState> pieces = new LinkedHashMap<>();
    private Optional<Long> expectedBytes = Optional.empty();
    private long change;

    LiveTable(TableKey key) {
        this.key = key;
    }

    /// @return how many pieces it has more than before
    int sent(Piece piece, boolean isHistory, Instant at) {
        expectedBytes = piece.expectedBytes().or(() -> expectedBytes);
        var known = pieces.get(piece.unit());
        if (known == null) {
            pieces.put(piece.unit(), new PieceState(piece, isHistory, at));
            return 1;
        }
        known.sentAgain(isHistory, at);
        return 0;
    }

    void running(Piece piece, RunningTask task) {
        find(piece).ifPresent(state -> state.running(task));
    }

    void done(Piece piece, UnitResult result, Instant at) {
        find(piece).ifPresent(state -> {
            if (piece.kind() == UnitKind.VERIFY && piece.of() == 1 && isDifferent(result)) {
                state.failed(DIFFERENT, at);
            } else {
                state.done(result.rows(), result.bytes(), at);
            }
        });
    }

    private static boolean isDifferent(UnitResult result) {
        return result.rows() != result.targetRows() || !result.sourceChecksum().equals(result.targetChecksum());
    }

    void failed(Piece piece, String why, Instant at) {
        find(piece).ifPresent(state -> state.failed(why, at));
    }

    void givenBack(Piece piece, Instant at) {
        find(piece).ifPresent(state -> state.givenBack(at));
    }

    private Optional<PieceState> find(Piece piece) {
        return Optional.ofNullable(pieces.get(piece.unit()));
    }

    int size() {
        return pieces.size();
    }

    long change() {
        return change;
    }

    void changed(long number) {
        change = number;
    }

    TableStage stage() {
        if (any(PieceState.Progress.FAILED)) {
            return TableStage.FAILED;
        }
        var running = pieces.values().stream()
                .filter(piece -> piece.progress() == PieceState.Progress.RUNNING)
                .map(piece -> TableStage.of(piece.piece.kind()))
                .min(Comparator.naturalOrder());
        if (running.isPresent()) {
            return running.get();
        }
        if (any(PieceState.Progress.UNHEARD)) {
            return TableStage.UNKNOWN;
        }
        if (any(PieceState.Progress.SENT)) {
            return TableStage.WAITING;
        }
        return isComplete(UnitKind.VERIFY) ? TableStage.DONE : stageOfRows();
    }

    private TableStage stageOfRows() {
        if (of(UnitKind.COPY).findAny().isEmpty()) {
            return TableStage.UNKNOWN;
        }
        return isComplete(UnitKind.COPY) ? TableStage.COPIED : TableStage.WAITING;
    }

    private boolean any(PieceState.Progress progress) {
        return pieces.values().stream().anyMatch(piece -> piece.progress() == progress);
    }

    private boolean isComplete(UnitKind kind) {
        var known = of(kind).toList();
        return !known.isEmpty()
                && known.stream().allMatch(PieceState::isDone)
                && known.size() >= known.getFirst().piece.of();
    }

    private Stream<PieceState> of(UnitKind kind) {
        return pieces.values().stream().filter(piece -> piece.is(kind));
    }

    long largest() {
        return Math.max(expectedBytes.orElse(0L), sum(PieceState::bytes).orElse(0L));
    }

    Instant lastChange() {
        return pieces.values().stream()
                .map(PieceState::since)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    TableRow row() {
        var copies = of(UnitKind.COPY).toList();
        var parts = copies.isEmpty() ? 1 : copies.getFirst().piece.of();
        var rate =
                pieces.values().stream().mapToLong(PieceState::bytesPerSecond).sum();
        return new TableRow(
                key.database(),
                key.table().toString(),
                stage(),
                copies.isEmpty() ? Optional.empty() : sum(PieceState::rows),
                copies.isEmpty() ? Optional.empty() : sum(PieceState::bytes),
                expectedBytes,
                rate > 0 ? Optional.of(rate) : Optional.empty(),
                parts > 1
                        ? Optional.of(
                                (int) copies.stream().filter(PieceState::isDone).count())
                        : Optional.empty(),
                parts > 1 ? Optional.of(parts) : Optional.empty(),
                workers(),
                tries(pieces.values()),
                Optional.of(lastChange()),
                Optional.empty(),
                isComplete(UnitKind.VERIFY) ? Optional.of(true) : Optional.empty(),
                work(),
                error());
    }

    /// Empty as soon as one of them is not known.
    private Optional<Long> sum(Function<PieceState, Optional<Long>> counter) {
        var total = 0L;
        for (var piece : (Iterable<PieceState>) of(UnitKind.COPY)::iterator) {
            var counted = counter.apply(piece);
            if (counted.isEmpty()) {
                return Optional.empty();
            }
            total += counted.get();
        }
        return Optional.of(total);
    }

    private List<String> workers() {
        return pieces.values().stream()
                .map(PieceState::worker)
                .filter(worker -> !worker.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<Integer> tries(Collection<PieceState> pieces) {
        return pieces.stream().map(PieceState::tries).max(Comparator.naturalOrder());
    }

    private List<TableRow.WorkRow> work() {
        return pieces.values().stream()
                .filter(piece -> piece.progress() == PieceState.Progress.RUNNING
                        || piece.progress() == PieceState.Progress.FAILED)
                .limit(MOST_WORK_SHOWN)
                .map(piece -> new TableRow.WorkRow(
                        piece.piece.kind(),
                        piece.piece.object(),
                        piece.worker(),
                        piece.since(),
                        piece.indexBuild().map(IndexBuild::phase),
                        piece.indexBuild().flatMap(IndexBuild::percent),
                        piece.error()))
                .toList();
    }

    private String error() {
        return pieces.values().stream()
                .filter(piece -> piece.progress() == PieceState.Progress.FAILED)
                .map(PieceState::error)
                .findFirst()
                .orElse("");
    }
}
