package dev.pgconvoy.bench.proxy;

import dev.pgconvoy.bench.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Listens on a free loopback port and passes every connection on, as the network between would.
public final class NetworkProxy implements AutoCloseable {

    private static final int BACKLOG = 512;

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final NetworkModel network;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong towardsTarget = new AtomicLong();
    private final AtomicLong fromTarget = new AtomicLong();

    private NetworkProxy(ServerSocket listener, InetSocketAddress target, NetworkModel network) {
        this.listener = listener;
        this.target = target;
        this.network = network;
    }

    public static NetworkProxy before(InetSocketAddress target, NetworkModel network) {
        try {
            var listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            var proxy = new NetworkProxy(listener, target, network);
            Thread.ofPlatform().daemon().name("proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new BenchException("No proxy can listen on the loopback address: " + e, e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// Bytes that came out of the target so far.
    public long bytesFromTarget() {
        return fromTarget.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                var openedAt = System.nanoTime();
                Thread.ofVirtual().start(() -> connect(client, openedAt));
            } catch (IOException e) {
                // Closed, or the client gave up before it was accepted.
            }
        }
    }

    private void connect(Socket client, long openedAt) {
        try (client;
                var server = new Socket()) {
            sockets.add(client);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(target);
            var there = new DelayedStream(client, server, network, openedAt, towardsTarget);
            var back = new DelayedStream(server, client, network, openedAt, fromTarget);
            var writers = new Thread[] {start(there::write), start(back::write)};
            start(there::read);
            start(back::read);
            for (var writer : writers) {
                writer.join();
            }
            sockets.remove(server);
        } catch (IOException e) {
            // The client sees its connection end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(client);
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread start(Work work) {
        return Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new BenchException("The proxy on port %d cannot be closed: %s".formatted(port(), e), e);
        }
        sockets.forEach(DelayedStream::closeQuietly);
    }
}
