package dev.pgconvoy.monitor.live;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A worker, as far as it has spoken of tasks since this monitor began to look: idle workers say nothing.
///
/// @param slotsBusy how many tasks it has in hand that are known here
/// @param tasksDone since this monitor began to look
/// @param bytesPerSecond of the tasks in hand; 0 when nothing flows or it is silent
public record WorkerRow(
        String worker,
        State state,
        Instant firstHeardAt,
        Instant heardAt,
        int slotsBusy,
        long tasksDone,
        long tasksFailed,
        long bytesPerSecond,
        List<TaskRow> tasks) {

    public enum State {
        /// It spoke of a task in hand a moment ago, which may be one that is not known here.
        WORKING,
        /// It has tasks in hand and has not spoken of them for a while.
        SILENT,
        /// It has no task in hand; whether it is alive is not known here.
        IDLE;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
