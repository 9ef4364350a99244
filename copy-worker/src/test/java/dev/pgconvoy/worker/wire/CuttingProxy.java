package dev.pgconvoy.worker.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Stands before a server and passes on everything, until it has passed so many bytes: then it closes both of its
/// connections, wherever in a message that may be.
final class CuttingProxy implements AutoCloseable {

    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket listening;
    private final int server;

    private CuttingProxy(ServerSocket listening, int server) {
        this.listening = listening;
        this.server = server;
    }

    /// @param fromServer bytes that pass to the client
    static CuttingProxy afterBytesOfServer(int server, long fromServer) throws IOException {
        return start(server, NEVER, fromServer);
    }

    /// @param fromClient bytes that pass to the server
    static CuttingProxy afterBytesOfClient(int server, long fromClient) throws IOException {
        return start(server, fromClient, NEVER);
    }

    private static CuttingProxy start(int server, long fromClient, long fromServer) throws IOException {
        var proxy = new CuttingProxy(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), server);
        Thread.ofVirtual().start(() -> proxy.accept(fromClient, fromServer));
        return proxy;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept(long fromClient, long fromServer) {
        try (var client = listening.accept();
                var upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
            var there = Thread.ofVirtual().start(() -> pass(client, upstream, fromClient));
            pass(upstream, client, fromServer);
            there.join();
        } catch (IOException _) {
            // Closed before anybody came.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to, long most) {
        try (from;
                to) {
            pass(from.getInputStream(), to.getOutputStream(), most);
        } catch (IOException _) {
            // The other direction was cut.
        }
    }

    private static void pass(InputStream in, OutputStream out, long most) throws IOException {
        var block = new byte[10_007];
        for (var left = most; left > 0; ) {
            var read = in.read(block, 0, (int) Math.min(left, block.length));
            if (read < 0) {
                return;
            }
            out.write(block, 0, read);
            left -= read;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
