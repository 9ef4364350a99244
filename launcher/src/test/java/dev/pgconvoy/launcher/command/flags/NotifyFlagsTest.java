package dev.pgconvoy.launcher.command.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import dev.pgconvoy.migration.notification.Transition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class NotifyFlagsTest {

    @Command
    private static final class Flags {

        @Mixin
        private final NotifyFlags notify = new NotifyFlags();
    }

    private static List<RequestedReceiver> receivers(String line) {
        var flags = new Flags();
        new CommandLine(flags).parseArgs(line.isEmpty() ? new String[0] : line.split(" "));
        return flags.notify.receivers();
    }

    @Test
    void without_the_flag_nobody_is_told() {
        assertThat(receivers("")).isEmpty();
    }

    @Test
    void each_receiver_is_told_the_same_with_the_same_key() {
        var told = Set.of(Transition.FAILED, Transition.VALIDATION_FAILED);

        assertThat(receivers("--notify https://a.example/x --notify https://b.example --notify-on"
                        + " failed,validation-failed --notify-key teams"))
                .containsExactly(
                        new RequestedReceiver("https://a.example/x", Optional.of("teams"), told),
                        new RequestedReceiver("https://b.example", Optional.of("teams"), told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --notify a.example                           | must be https://host[:port]/path
            --notify https://user:x@a.example/           | must be https://host[:port]/path
            --notify https://a.example --notify-on ended | --notify-on: 'ended' is none of
            --notify-on failed                           | --notify URL
            --notify https://a.example --notify-key A.B  | a receiver's key is a name
            """)
    void what_cannot_be_told_is_a_wrong_usage(String line, String reason) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> receivers(line))
                .withMessageContaining(reason);
    }
}
