package dev.pgconvoy.monitor.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A receiver on loopback that accepts connections and never answers. It keeps them open on its side even after its
/// end.
final class SilentReceiver implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final Thread accepting = Thread.ofVirtual().start(this::accept);

    SilentReceiver() throws IOException {}

    private void accept() {
        try {
            while (true) {
                accepted.add(server.accept());
            }
        } catch (IOException _) {
            // closed
        }
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return accepted.size();
    }

    /// From now on another may answer at this port.
    void stopListening() throws IOException, InterruptedException {
        server.close();
        accepting.join();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : accepted) {
            socket.close();
        }
    }
}
