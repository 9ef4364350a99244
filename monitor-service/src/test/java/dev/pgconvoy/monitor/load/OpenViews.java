package dev.pgconvoy.monitor.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// Streams that are open as those of so many views, and the bytes that each gets from
/// its connection.
final class OpenViews implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();
    private final List<AtomicLong> bytes = new ArrayList<>();

    void open(int port, String path) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n\r\n"
                        .formatted(path, port)
                        .getBytes(StandardCharsets.US_ASCII));
        var count = new AtomicLong();
        sockets.add(socket);
        bytes.add(count);
        Thread.ofVirtual().start(() -> {
            var buffer = new byte[16_384];
            try {
                for (var read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
                    count.addAndGet(read);
                }
                if (!socket.isClosed()) {
                    count.set(Long.MIN_VALUE);
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    /// What each has got so far; negative where the monitor has ended the stream.
    LongStream counts() {
        return bytes.stream().mapToLong(AtomicLong::get);
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
