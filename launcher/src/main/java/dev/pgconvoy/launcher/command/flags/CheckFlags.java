package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.migration.CheckOptions;
import picocli.CommandLine.Option;

/// What is checked before a migration beside the usual.
final class CheckFlags {

    @Option(
            names = "--require-quiesced",
            description = "Refuse a source that is still in use, by sessions or by writes.")
    boolean requireQuiesced;

    @Option(
            names = "--check-data",
            description = "Read the source's rows before, and hold them against its constraints and its encoding.")
    boolean checkData;

    CheckOptions options() {
        return new CheckOptions(requireQuiesced, checkData);
    }
}
