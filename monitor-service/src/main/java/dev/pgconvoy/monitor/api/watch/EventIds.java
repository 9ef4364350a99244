package dev.pgconvoy.monitor.api.watch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ids of streamed events: which run of the monitor, and how far.
final class EventIds {

    private EventIds() {}

    static String of(String run, long number) {
        return run + "-" + number;
    }

    /// @return empty when it is missing, of another run, or not one of ours
    static Optional<Long> number(String run, @Nullable String id) {
        if (id == null || !id.startsWith(run + "-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(id.substring(run.length() + 1))).filter(number -> number >= 0);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
