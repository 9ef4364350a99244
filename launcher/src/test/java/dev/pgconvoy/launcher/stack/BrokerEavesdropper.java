package dev.pgconvoy.launcher.stack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Passes on what clients and a broker tell each other, and remembers what the clients said.
final class BrokerEavesdropper implements AutoCloseable {

    private final ServerSocket listener;
    private final int behind;
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private BrokerEavesdropper(ServerSocket listener, int behind) {
        this.listener = listener;
        this.behind = behind;
    }

    /// @param port on the loopback address
    static BrokerEavesdropper before(int port) throws IOException {
        var eavesdropper = new BrokerEavesdropper(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(eavesdropper::accept);
        return eavesdropper;
    }

    int port() {
        return listener.getLocalPort();
    }

    String heard() {
        return said.toString(ISO_8859_1);
    }

    private void accept() {
        try {
            while (true) {
                var client = opened(listener.accept());
                var broker = opened(new Socket(InetAddress.getLoopbackAddress(), behind));
                Thread.ofVirtual().start(() -> passOn(client, broker, said));
                Thread.ofVirtual().start(() -> passOn(broker, client, OutputStream.nullOutputStream()));
            }
        } catch (IOException isClosed) {
            // The test is over.
        }
    }

    private Socket opened(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static void passOn(Socket from, Socket to, OutputStream copy) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            var buffer = new byte[8_192];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copy.write(buffer, 0, read);
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException isClosed) {
            // Either side may go.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
