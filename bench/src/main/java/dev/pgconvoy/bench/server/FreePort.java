package dev.pgconvoy.bench.server;

import dev.pgconvoy.bench.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A port below the range that outgoing connections use.
final class FreePort {

    private static final int LOWEST = 20_000;
    private static final int BELOW = 32_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    static int find() {
        for (var i = 0; i < TRIES; i++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, BELOW);
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // Somebody has it.
            }
        }
        throw new BenchException("No free port was found between %d and %d.".formatted(LOWEST, BELOW));
    }
}
