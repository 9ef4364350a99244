package dev.pgconvoy.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.pgconvoy.copy.TaskLabel;
import dev.pgconvoy.copy.UnknownAsEmpty;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationId;
import java.util.List;
import java.util.Optional;

/// How a task ended. It repeats all that identifies the task: what does not match in every part is the result of
/// something else.
///
/// @param label for people, as the task has it; left out of JSON where it has none
public record TaskResult(
        String taskId,
        String run,
        MigrationId id,
        String requestHash,
        int epoch,
        String database,
        String worker,
        Outcome outcome,

        @JsonInclude(JsonInclude.Include.NON_ABSENT) @JsonDeserialize(using = UnknownAsEmpty.class)
        Optional<TaskLabel> label)
        implements CopyEvent {

    /// Of a task without a label.
    public TaskResult(
            String taskId,
            String run,
            MigrationId id,
            String requestHash,
            int epoch,
            String database,
            String worker,
            Outcome outcome) {
        this(taskId, run, id, requestHash, epoch, database, worker, outcome, Optional.empty());
    }

    @Override
    public String subject() {
        return id.toString();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Done.class, name = "done"),
        @JsonSubTypes.Type(value = Failed.class, name = "failed"),
        @JsonSubTypes.Type(value = GivenBack.class, name = "given-back"),
    })
    public sealed interface Outcome {}

    /// @param units without their notes when these are too large for an event: the ledger of the target has all
    public record Done(List<UnitResult> units) implements Outcome {

        /// In bytes of JSON.
        public static final int MOST_FOR_NOTES = 2 * 1024 * 1024;

        public Done {
            units = bytesOfNotes(units) <= MOST_FOR_NOTES
                    ? List.copyOf(units)
                    : units.stream().map(UnitResult::withoutNotes).toList();
        }

        private static long bytesOfNotes(List<UnitResult> units) {
            return units.stream()
                    .flatMap(unit -> unit.notes().stream())
                    .mapToLong(Finding::jsonBytes)
                    .sum();
        }
    }

    public record Failed(Failure failure) implements Outcome {}

    /// The migration is paused. Nothing failed, and what is not in the ledger is
    /// to be done later.
    public record GivenBack() implements Outcome {}

    /// What the ledger holds of one unit.
    ///
    /// @param sourceChecksum empty unless verified
    /// @param targetRows -1 unless verified
    /// @param notes what was done differently or could not be done, for the report
    public record UnitResult(
            String unit,
            long rows,
            long bytes,
            long millis,
            long targetRows,
            String sourceChecksum,
            String targetChecksum,
            List<Finding> notes) {

        public UnitResult {
            notes = List.copyOf(notes);
        }

        UnitResult withoutNotes() {
            return new UnitResult(unit, rows, bytes, millis, targetRows, sourceChecksum, targetChecksum, List.of());
        }

        public static UnitResult of(String unit, long rows, long bytes, long millis) {
            return of(unit, rows, bytes, millis, List.of());
        }

        public static UnitResult of(String unit, long rows, long bytes, long millis, List<Finding> notes) {
            return new UnitResult(unit, rows, bytes, millis, -1, "", "", notes);
        }
    }
}
