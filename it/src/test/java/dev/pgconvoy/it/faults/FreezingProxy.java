package dev.pgconvoy.it.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// The line between the services and a server. It passes everything on, until it is told to delay, to cut, to freeze
/// (nothing passes until it thaws) or to silence (connections stay open and never pass a byte again: half-open).
final class FreezingProxy implements AutoCloseable {

    private static final int BLOCK = 16 * 1024;
    private static final int WAITING_CONNECTIONS = 200;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long LOOK = Duration.ofMillis(2).toNanos();

    private final ServerSocket entrance;
    private final int serverPort;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private volatile int bytesPerSecond;
    private volatile long delayNanos;
    private volatile boolean frozen;

    private FreezingProxy(ServerSocket entrance, int serverPort, int bytesPerSecond) {
        this.entrance = entrance;
        this.serverPort = serverPort;
        this.bytesPerSecond = bytesPerSecond;
    }

    /// @param bytesPerSecond that each connection receives from the server
    static FreezingProxy before(int serverPort, int bytesPerSecond) throws IOException {
        var entrance = new ServerSocket(0, WAITING_CONNECTIONS, InetAddress.getLoopbackAddress());
        var proxy = new FreezingProxy(entrance, serverPort, bytesPerSecond);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    int port() {
        return entrance.getLocalPort();
    }

    void speed(int otherBytesPerSecond) {
        bytesPerSecond = otherBytesPerSecond;
    }

    void delay(Duration ofEachBlock) {
        delayNanos = ofEachBlock.toNanos();
    }

    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
    }

    void cutAll() {
        lines.forEach(Line::cut);
    }

    void cutOne(Random random) {
        one(random, lines).forEach(Line::cut);
    }

    void silenceAll() {
        lines.forEach(Line::silence);
    }

    void silenceOne(Random random) {
        one(random, lines).forEach(Line::silence);
    }

    /// What was silenced is of no use any more.
    void cutSilenced() {
        lines.stream().filter(line -> line.silent).forEach(Line::cut);
    }

    private static List<Line> one(Random random, Collection<Line> all) {
        var list = List.copyOf(all);
        return list.isEmpty() ? list : List.of(list.get(random.nextInt(list.size())));
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                connect(entrance.accept());
            } catch (IOException closed) {
                // By close().
            }
        }
    }

    private void connect(Socket client) throws IOException {
        var server = new Socket();
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
        } catch (IOException serverIsDown) {
            client.close();
            return;
        }
        var line = new Line(client, server);
        lines.add(line);
        Thread.ofVirtual().start(() -> line.pump(client, server, false));
        Thread.ofVirtual().start(() -> line.pump(server, client, true));
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        thaw();
        cutAll();
    }

    private final class Line {

        private final Socket client;
        private final Socket server;
        private volatile boolean silent;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void cut() {
            close(client);
            close(server);
        }

        void silence() {
            silent = true;
        }

        /// Until one side ends; then both do.
        void pump(Socket from, Socket to, boolean atLimitedSpeed) {
            try {
                var in = from.getInputStream();
                var out = to.getOutputStream();
                var block = new byte[BLOCK];
                for (var read = in.read(block); read >= 0; read = in.read(block)) {
                    if (delayNanos > 0) {
                        LockSupport.parkNanos(delayNanos);
                    }
                    awaitThaw();
                    if (!silent) {
                        out.write(block, 0, read);
                    }
                    if (atLimitedSpeed) {
                        LockSupport.parkNanos(read * SECOND / bytesPerSecond);
                    }
                }
                awaitThaw();
            } catch (IOException ended) {
                // By one of the sides, or by cut().
            }
            if (!silent) {
                cut();
                lines.remove(this);
            }
        }

        /// Also the end of a connection does not pass a line that is frozen.
        private void awaitThaw() {
            while (frozen && !client.isClosed()) {
                LockSupport.parkNanos(LOOK);
            }
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException alreadyClosed) {
                // It is gone either way.
            }
        }
    }
}
