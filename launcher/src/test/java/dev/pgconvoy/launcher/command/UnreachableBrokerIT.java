package dev.pgconvoy.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.launcher.command.session.CommandSession;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreachableBrokerIT {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        var session = new CommandSession(
                Map.<String, String>of()::get,
                InstantSource.system(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return CommandTree.of(session).execute(arguments);
    }

    /// Nothing listens on port 1, and `.invalid` has no addresses.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "broker.invalid:9092"})
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void is_code_1_within_ten_seconds_with_the_remedy(String broker) {
        assertThat(run("watch", "a/b", "--bootstrap-servers", broker)).isEqualTo(1);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(broker, "pgconvoy up", "--bootstrap-servers")
                .hasLineCount(1);
    }
}
