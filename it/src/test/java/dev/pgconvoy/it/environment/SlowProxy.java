package dev.pgconvoy.it.environment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/// A line to a server over which each connection receives so many bytes a second and no more, or from one moment on
/// nothing at all, without a word.
public final class SlowProxy implements AutoCloseable {

    private static final int BLOCK = 16 * 1024;
    private static final long SECOND = 1_000_000_000L;

    private final ServerSocket entrance;
    private final RunningServer server;
    private volatile int bytesPerSecond;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Map<Socket, AtomicLong> received = new ConcurrentHashMap<>();
    private final Set<Socket> mute = ConcurrentHashMap.newKeySet();

    private SlowProxy(ServerSocket entrance, RunningServer server, int bytesPerSecond) {
        this.entrance = entrance;
        this.server = server;
        this.bytesPerSecond = bytesPerSecond;
    }

    public static SlowProxy before(RunningServer server, int bytesPerSecond) throws IOException {
        var proxy = new SlowProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server, bytesPerSecond);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    public RunningServer server() {
        return server.behind(entrance.getLocalPort());
    }

    /// From now on each connection receives so much.
    public void speed(int otherBytesPerSecond) {
        bytesPerSecond = otherBytesPerSecond;
    }

    /// The connection that has received the most gets nothing more; it stays open, and others go on.
    ///
    /// @return what it has received
    public long silenceBusiest() {
        var busiest = received.entrySet().stream()
                .filter(one -> !mute.contains(one.getKey()) && !one.getKey().isClosed())
                .max(Comparator.comparingLong(one -> one.getValue().get()))
                .orElseThrow();
        mute.add(busiest.getKey());
        return busiest.getValue().get();
    }

    private void accept() {
        while (true) {
            try {
                var client = entrance.accept();
                sockets.add(client);
                var behind = new Socket(server.host(), server.port());
                sockets.add(behind);
                Thread.ofVirtual().start(() -> pump(client, behind, () -> Integer.MAX_VALUE));
                Thread.ofVirtual().start(() -> pump(behind, client, () -> bytesPerSecond));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// Until one side ends; then both do.
    private void pump(Socket from, Socket to, IntSupplier bytesPerSecond) {
        try (from;
                to) {
            var count = received.computeIfAbsent(to, _ -> new AtomicLong());
            var in = from.getInputStream();
            var block = new byte[BLOCK];
            for (var read = in.read(block); read >= 0; read = in.read(block)) {
                if (!mute.contains(to)) {
                    to.getOutputStream().write(block, 0, read);
                    count.addAndGet(read);
                }
                LockSupport.parkNanos(read * SECOND / bytesPerSecond.getAsInt());
            }
        } catch (IOException ended) {
            // By one of the sides, or by close().
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (var socket : sockets) {
            socket.close();
        }
    }
}
