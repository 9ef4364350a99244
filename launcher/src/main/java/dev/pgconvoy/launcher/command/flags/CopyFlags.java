package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.ByteSize;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.rate.GentleOptions;
import dev.pgconvoy.migration.rate.RateBounds;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// How rows are copied, and what happens when something goes wrong.
final class CopyFlags {

    @Option(
            names = "--split-tables-larger-than",
            paramLabel = "SIZE",
            description = "Such as 512MB or 1GB, at least 1MB. Default: chosen by table and server.")
    ByteSize split = ByteSize.ZERO;

    @Option(
            names = "--max-bytes-per-second",
            paramLabel = "SIZE",
            description =
                    "Such as 50MB, at least 1MB: what all workers together read at most from the source's host. Default: no limit.")
    Optional<ByteSize> mostPerSecond = Optional.empty();

    @Option(
            names = "--max-bytes-per-second-to-target",
            paramLabel = "SIZE",
            description = "The same of what all workers together write to the target's host. Default: no limit.")
    Optional<ByteSize> mostPerSecondToTarget = Optional.empty();

    @Option(
            names = "--gentle-active-sessions",
            paramLabel = "N",
            description =
                    "While more sessions of others are active at the source, it is read more slowly. Default: it does not matter.")
    Optional<Integer> gentleSessions = Optional.empty();

    @Option(
            names = "--gentle-lag-seconds",
            paramLabel = "N",
            description = "The same while a standby of the source is further behind.")
    Optional<Integer> gentleSeconds = Optional.empty();

    @Option(names = "--gentle-lag", paramLabel = "SIZE", description = "The same in bytes of WAL, such as 64MB.")
    Optional<ByteSize> gentleBytes = Optional.empty();

    @Option(
            names = "--on-invalid-data",
            paramLabel = "CHOICE",
            description =
                    "fail (default), or not-valid: foreign keys and checks that the source's rows violate are not validated.")
    InvalidData onInvalidData = CopyOptions.DEFAULTS.onInvalidData();

    @Option(names = "--fail-fast", description = "Stop at the first table that fails.")
    boolean failFast;

    @Option(names = "--resume", description = "Continue what an earlier migration left unfinished on the target.")
    boolean resume;

    @Option(
            names = "--map-tablespace",
            paramLabel = "OLD=NEW",
            description =
                    "The target's tablespace for what lies in this one of the source; may be given again. Else it lies where its database does.")
    Map<String, String> tablespaces = new TreeMap<>();

    CopyOptions options() {
        requireSplitSize();
        requireRate("--max-bytes-per-second", mostPerSecond);
        requireRate("--max-bytes-per-second-to-target", mostPerSecondToTarget);
        try {
            return new CopyOptions(
                    split.bytes(),
                    failFast,
                    onInvalidData,
                    resume,
                    new TreeMap<>(tablespaces),
                    mostPerSecond.map(ByteSize::bytes),
                    mostPerSecondToTarget.map(ByteSize::bytes),
                    gentle());
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--map-tablespace: " + e.getMessage());
        }
    }

    private Optional<GentleOptions> gentle() {
        if (gentleSessions.isEmpty() && gentleSeconds.isEmpty() && gentleBytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new GentleOptions(gentleSessions, gentleBytes.map(ByteSize::bytes), gentleSeconds));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(
                    "--gentle-active-sessions, --gentle-lag, --gentle-lag-seconds: " + e.getMessage());
        }
    }

    private static void requireRate(String flag, Optional<ByteSize> rate) {
        try {
            rate.ifPresent(size -> RateBounds.require(flag, size.bytes()));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(flag + " must be between 1MB and 1TB");
        }
    }

    private void requireSplitSize() {
        try {
            var _ = new CopyOptions(split.bytes(), failFast, onInvalidData, resume);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--split-tables-larger-than must be 0 or between 1MB and 1024TB");
        }
    }
}
