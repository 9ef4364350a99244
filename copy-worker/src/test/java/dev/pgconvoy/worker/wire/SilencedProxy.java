package dev.pgconvoy.worker.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// Stands before a server and passes on everything, until it falls silent: from then on it keeps all connections open,
/// reads nothing and writes nothing.
final class SilencedProxy implements AutoCloseable {

    private static final int CONNECTIONS = 20;

    private final ServerSocket listening;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean silent;

    private SilencedProxy(ServerSocket listening, int server) {
        this.listening = listening;
        this.server = server;
    }

    static SilencedProxy before(int server) throws IOException {
        var proxy = new SilencedProxy(new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress()), server);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    int port() {
        return listening.getLocalPort();
    }

    void fallSilent() {
        silent = true;
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                var upstream = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(client);
                sockets.add(upstream);
                Thread.ofVirtual().start(() -> pass(client, upstream));
                Thread.ofVirtual().start(() -> pass(upstream, client));
            }
        } catch (IOException _) {
            // By close().
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var block = new byte[16 * 1024];
            for (var read = in.read(block); read >= 0; read = in.read(block)) {
                if (silent) {
                    closed.await();
                }
                out.write(block, 0, read);
            }
        } catch (IOException _) {
            // One of the sides has gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
