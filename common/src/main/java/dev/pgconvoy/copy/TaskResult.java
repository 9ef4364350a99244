package dev.pgconvoy.copy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.migration.MigrationId;
import java.util.List;

/// How a task ended.
public record TaskResult(String taskId, MigrationId id, int epoch, String database, String worker, Outcome outcome) {

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Done.class, name = "done"),
        @JsonSubTypes.Type(value = Failed.class, name = "failed"),
    })
    public sealed interface Outcome {}

    public record Done(List<UnitResult> units) implements Outcome {
        public Done {
            units = List.copyOf(units);
        }
    }

    public record Failed(Failure failure) implements Outcome {}

    /// What the ledger holds of one unit.
    ///
    /// @param sourceChecksum empty unless verified
    /// @param targetRows -1 unless verified
    public record UnitResult(
            String unit,
            long rows,
            long bytes,
            long millis,
            long targetRows,
            String sourceChecksum,
            String targetChecksum) {

        public static UnitResult of(String unit, long rows, long bytes, long millis) {
            return new UnitResult(unit, rows, bytes, millis, -1, "", "");
        }
    }
}
