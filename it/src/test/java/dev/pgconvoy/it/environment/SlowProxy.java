package dev.pgconvoy.it.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// A line to a server over which each connection receives so many bytes a second and no more.
public final class SlowProxy implements AutoCloseable {

    private static final int BLOCK = 16 * 1024;
    private static final long SECOND = 1_000_000_000L;

    private final ServerSocket entrance;
    private final PostgresServer server;
    private final int bytesPerSecond;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private SlowProxy(ServerSocket entrance, PostgresServer server, int bytesPerSecond) {
        this.entrance = entrance;
        this.server = server;
        this.bytesPerSecond = bytesPerSecond;
    }

    public static SlowProxy before(PostgresServer server, int bytesPerSecond) throws IOException {
        var proxy = new SlowProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server, bytesPerSecond);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    public PostgresServer server() {
        return server.behind(entrance.getLocalPort());
    }

    private void accept() {
        while (true) {
            try {
                var client = entrance.accept();
                sockets.add(client);
                var behind = new Socket(server.host(), server.port());
                sockets.add(behind);
                Thread.ofVirtual().start(() -> pump(client, behind, Integer.MAX_VALUE));
                Thread.ofVirtual().start(() -> pump(behind, client, bytesPerSecond));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// Until one side ends; then both do.
    private static void pump(Socket from, Socket to, int bytesPerSecond) {
        try (from;
                to) {
            pump(from.getInputStream(), to.getOutputStream(), bytesPerSecond);
        } catch (IOException ended) {
            // By one of the sides, or by close().
        }
    }

    private static void pump(InputStream from, OutputStream to, int bytesPerSecond) throws IOException {
        var block = new byte[BLOCK];
        for (var count = from.read(block); count >= 0; count = from.read(block)) {
            to.write(block, 0, count);
            LockSupport.parkNanos(count * SECOND / bytesPerSecond);
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
