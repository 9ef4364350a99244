package dev.pgconvoy.monitor.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.migration.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A table as it is shown. What is not known is left out, and never 0.
///
/// @param rows on the target, or on their way in a transaction that is not committed yet
/// @param expectedBytes an estimate, made before the copy
/// @param partsDone how many of its parts are copied; left out unless it is split
/// @param workers who works at it
/// @param tries how often its work was given out, at most, over its pieces
/// @param since when it got into this state
/// @param work what is done at it right now, or failed
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "A table of a migration; what is not known is left out")
public record TableRow(
        String database,
        String table,
        TableStage state,
        Optional<Long> rows,
        Optional<Long> bytes,
        Optional<Long> expectedBytes,
        Optional<Long> bytesPerSecond,
        Optional<Integer> partsDone,
        Optional<Integer> parts,
        List<String> workers,
        Optional<Integer> tries,
        Optional<Instant> since,
        Optional<Long> millis,
        Optional<Boolean> verified,
        List<WorkRow> work,
        String error) {

    /// One piece of work at a table.
    ///
    /// @param object what is made; empty for rows
    /// @param phase of the build of an index, as the target names it
    /// @param percent of this phase
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record WorkRow(
            UnitKind kind,
            String object,
            String worker,
            Instant since,
            Optional<String> phase,
            Optional<Integer> percent,
            String error) {}

    /// Of a migration that is over.
    public static TableRow of(String database, Report.TableReport table) {
        return new TableRow(
                database,
                table.table(),
                TableStage.DONE,
                Optional.of(table.rows()),
                Optional.of(table.bytes()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(table.duration().toMillis()),
                Optional.of(table.verified()),
                List.of(),
                "");
    }

    /// What changes all the time, and what tells that a row is not the one that it was.
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Counters(
            String database,
            String table,
            TableStage state,
            Optional<Long> rows,
            Optional<Long> bytes,
            Optional<Long> bytesPerSecond) {}

    public Counters counters() {
        return new Counters(database, table, state, rows, bytes, bytesPerSecond);
    }

    /// Whether nothing but [Counters] tells it from that one.
    public boolean differsInCounters(TableRow before) {
        return equals(new TableRow(
                before.database,
                before.table,
                before.state,
                rows,
                bytes,
                before.expectedBytes,
                bytesPerSecond,
                before.partsDone,
                before.parts,
                before.workers,
                before.tries,
                before.since,
                before.millis,
                before.verified,
                before.work,
                before.error));
    }

    /// Once its database is finished, what was copied is done.
    TableRow finished() {
        return state != TableStage.COPIED
                ? this
                : new TableRow(
                        database,
                        table,
                        TableStage.DONE,
                        rows,
                        bytes,
                        expectedBytes,
                        bytesPerSecond,
                        partsDone,
                        parts,
                        workers,
                        tries,
                        since,
                        millis,
                        verified,
                        work,
                        error);
    }
}
