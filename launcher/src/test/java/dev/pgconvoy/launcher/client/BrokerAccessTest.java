package dev.pgconvoy.launcher.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.exit.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BrokerAccessTest {

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void an_address_where_nobody_listens_is_refused_within_seconds() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> BrokerAccess.at("127.0.0.1:" + port).requireReachable())
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("No Kafka broker can be used at 127.0.0.1:" + port);
    }

    @Test
    void one_that_listens_and_is_slow_is_waited_for() throws Exception {
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var access = BrokerAccess.at("127.0.0.1:" + socket.getLocalPort());
            var waiting = Thread.ofVirtual().start(access::requireReachable);
            try {
                assertThat(waiting.join(Duration.ofSeconds(9)))
                        .as("six seconds decide only where nothing listens")
                        .isFalse();
            } finally {
                waiting.interrupt();
                waiting.join();
            }
        }
    }
}
