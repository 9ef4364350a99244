package dev.pgconvoy.launcher.fleet.rehearsal;

import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.migration.MigrationStatus;
import java.util.List;
import java.util.Optional;

/// How the rehearsal of one server went.
///
/// @param ended the final status; empty when the rehearsal was not begun
/// @param notBegun why
/// @param dropped databases, by name
/// @param left databases that it made, or may have made, and that stay on the target
public record RehearsalResult(
        String server,
        Optional<MigrationStatus> ended,
        Optional<String> notBegun,
        List<String> dropped,
        List<LeftDatabase> left) {

    public RehearsalResult {
        dropped = List.copyOf(dropped);
        left = List.copyOf(left);
    }

    static RehearsalResult notBegun(String server, String reason) {
        return new RehearsalResult(server, Optional.empty(), Optional.of(reason), List.of(), List.of());
    }

    /// Whether the copy was equal, and nothing of it is left.
    public boolean hasSucceeded() {
        return isEqual() && left.isEmpty();
    }

    public boolean isEqual() {
        return ended.filter(status -> ExitCode.of(status) == ExitCode.SUCCEEDED).isPresent();
    }
}
