package dev.pgconvoy.launcher.command.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.CheckOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class CheckFlagsTest {

    @Command
    static final class Flags {
        @Mixin
        CheckFlags checks = new CheckFlags();
    }

    @Test
    void nothing_is_checked_besides_unless_asked() {
        assertThat(read()).isEqualTo(CheckOptions.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({"--require-quiesced, true, false", "--check-data, false, true"})
    void each_flag_asks_for_its_check(String flag, boolean requireQuiesced, boolean checkData) {
        assertThat(read(flag)).isEqualTo(new CheckOptions(requireQuiesced, checkData));
    }

    private static CheckOptions read(String... arguments) {
        var flags = new Flags();
        new CommandLine(flags).parseArgs(arguments);
        return flags.checks.options();
    }
}
