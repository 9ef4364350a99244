package dev.pgconvoy.launcher.stack.settings;

import dev.pgconvoy.launcher.stack.process.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Free ports on the loopback address, taken from below the range that outgoing connections use, so that none of them
/// takes the port between our choice and the server's start.
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int BELOW = 32_000;
    private static final int TRIES = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /// The wanted port, 0 for any.
    ///
    /// @param user who wants it, for the message when it is taken
    public static int take(int wanted, String user) {
        if (wanted == 0) {
            return free();
        }
        if (!bindable(wanted)) {
            throw new StackException(
                    "Port %d, wanted by %s, is in use on 127.0.0.1: stop what listens there, or choose another port."
                            .formatted(wanted, user));
        }
        return wanted;
    }

    private static int free() {
        for (var i = 0; i < TRIES; i++) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST, BELOW);
            if (bindable(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new StackException("No free port was found between %d and %d.".formatted(LOWEST, BELOW));
    }

    private static boolean bindable(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
