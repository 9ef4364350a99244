package dev.pgconvoy.bench.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// One direction of a connection: a reader that never waits for the delay, a queue, and a writer that does. So a delay
/// limits no bandwidth until the queue is full.
final class DelayedStream {

    private static final int BLOCK = 64 * 1024;
    /// 64 MB under way at most.
    private static final int BLOCKS = 1024;

    private final Socket from;
    private final Socket to;
    private final NetworkModel network;
    private final long openedAt;
    private final AtomicLong delivered;
    private final BlockingQueue<DelayedChunk> underWay = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<byte[]> idle = new ArrayBlockingQueue<>(BLOCKS);

    DelayedStream(Socket from, Socket to, NetworkModel network, long openedAt, AtomicLong delivered) {
        this.from = from;
        this.to = to;
        this.network = network;
        this.openedAt = openedAt;
        this.delivered = delivered;
    }

    /// Until the stream ends.
    void read() throws InterruptedException {
        try {
            var input = from.getInputStream();
            while (true) {
                var spare = idle.poll();
                var bytes = spare == null ? new byte[BLOCK] : spare;
                var length = input.read(bytes);
                underWay.put(new DelayedChunk(bytes, length, due(System.nanoTime())));
                if (length < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            // A reset arrives as an end: the proxied protocol tells a clean end from a lost connection by itself.
            underWay.put(new DelayedChunk(new byte[0], -1, due(System.nanoTime())));
        }
    }

    private long due(long now) {
        return Math.max(now, openedAt + network.handshake().toNanos())
                + network.oneWay().toNanos();
    }

    void write() throws InterruptedException {
        var bucket = new TokenBucket(Math.max(1, network.bytesPerSecond()), System.nanoTime());
        try {
            var output = to.getOutputStream();
            for (var chunk = underWay.take(); !chunk.isEnd(); chunk = underWay.take()) {
                waitUntil(chunk.due());
                if (network.bytesPerSecond() > 0) {
                    var now = System.nanoTime();
                    waitUntil(now + bucket.take(chunk.length(), now));
                }
                output.write(chunk.bytes(), 0, chunk.length());
                delivered.addAndGet(chunk.length());
                idle.offer(chunk.bytes());
            }
            to.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void waitUntil(long due) throws InterruptedException {
        for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone, which was the aim.
        }
    }
}
