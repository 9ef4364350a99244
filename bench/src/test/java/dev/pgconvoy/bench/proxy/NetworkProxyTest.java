package dev.pgconvoy.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Only lower bounds of time: a busy machine makes everything later, never earlier.
@Timeout(60)
class NetworkProxyTest {

    private static final int MEGABYTE = 1_000_000;

    private ServerSocket echo;

    @BeforeEach
    void startEcho() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    var socket = echo.accept();
                    Thread.ofVirtual().start(() -> giveBack(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void giveBack(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The client is gone.
        }
    }

    @AfterEach
    void stopEcho() throws IOException {
        echo.close();
    }

    private NetworkProxy proxy(NetworkModel network) {
        return NetworkProxy.before(new InetSocketAddress(echo.getInetAddress(), echo.getLocalPort()), network);
    }

    private static Socket connect(NetworkProxy proxy) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static Duration roundTrip(Socket socket) throws IOException {
        var began = System.nanoTime();
        socket.getOutputStream().write(1);
        assertThat(socket.getInputStream().read()).isEqualTo(1);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void what_goes_through_comes_back_as_it_was() throws Exception {
        // given
        var bytes = new byte[3 * MEGABYTE];
        new Random(1).nextBytes(bytes);

        try (var proxy = proxy(NetworkModel.roundTrip(Duration.ofMillis(4)));
                var socket = connect(proxy)) {
            // when
            var sender = Thread.ofVirtual().start(() -> send(socket, bytes));
            var back = socket.getInputStream().readAllBytes();
            sender.join();

            // then
            assertThat(back).isEqualTo(bytes);
            assertThat(proxy.bytesFromTarget()).isEqualTo(bytes.length);
        }
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void every_answer_takes_a_round_trip_and_a_new_connection_one_more() throws Exception {
        try (var proxy = proxy(NetworkModel.roundTrip(Duration.ofMillis(40)));
                var socket = connect(proxy)) {
            assertThat(roundTrip(socket)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
            assertThat(roundTrip(socket)).isGreaterThanOrEqualTo(Duration.ofMillis(40));
        }
    }

    @Test
    void a_delay_does_not_limit_the_bandwidth() throws Exception {
        // given 100 blocks, which would take 20 s if each waited for the one before
        var bytes = new byte[100 * 65_536];

        try (var proxy = proxy(NetworkModel.roundTrip(Duration.ofMillis(200)));
                var socket = connect(proxy)) {
            // when
            var began = System.nanoTime();
            var sender = Thread.ofVirtual().start(() -> send(socket, bytes));
            var back = socket.getInputStream().readAllBytes();
            sender.join();

            // then
            assertThat(back).hasSize(bytes.length);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void a_throttled_connection_is_not_faster_than_its_bandwidth() throws Exception {
        // given
        var bytes = new byte[MEGABYTE];

        try (var proxy = proxy(NetworkModel.throttled(2 * MEGABYTE));
                var socket = connect(proxy)) {
            // when
            var began = System.nanoTime();
            var sender = Thread.ofVirtual().start(() -> send(socket, bytes));
            var back = socket.getInputStream().readAllBytes();
            sender.join();

            // then
            assertThat(back).hasSize(bytes.length);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(400));
        }
    }

    @Test
    void the_end_of_the_server_is_the_end_for_the_client() throws Exception {
        try (var proxy = proxy(NetworkModel.NONE);
                var socket = connect(proxy)) {
            roundTrip(socket);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
