package dev.pgconvoy.launcher.stack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.stack.process.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void a_port_in_use_is_refused_by_its_number_and_who_wanted_it() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> FreePorts.take(taken.getLocalPort(), "kafka"))
                    .isInstanceOf(StackException.class)
                    .hasMessageContainingAll(Integer.toString(taken.getLocalPort()), "kafka", "another port");
        }
    }

    @Test
    void nobody_is_given_the_same_free_port_twice() {
        var ports = IntStream.range(0, 50)
                .map(_ -> FreePorts.take(0, "test"))
                .boxed()
                .toList();

        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port >= 20_000 && port < 32_000);
    }
}
