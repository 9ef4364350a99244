package dev.pgconvoy.worker.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/// A server that has said all it will ever say when its protocol is asked for, without a
/// socket: its messages arrive in pieces of one size, and then the connection is closed.
final class WireBytes extends Socket {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final int piece;
    private int heardAtMost = Integer.MAX_VALUE;
    private boolean isClosed;

    /// @param piece how many bytes arrive at once
    WireBytes(int piece) {
        this.piece = piece;
    }

    WireBytes says(char kind, String payload) {
        return says(kind, payload.getBytes(UTF_8));
    }

    WireBytes says(char kind, byte[] payload) {
        return saysBytes(message(kind, payload));
    }

    WireBytes saysBytes(byte[] bytes) {
        said.writeBytes(bytes);
        return this;
    }

    WireBytes refuses(String state, String reason) {
        return says('E', "SERROR\0C%s\0M%s\0\0".formatted(state, reason));
    }

    WireBytes isReady() {
        return says('Z', "T");
    }

    /// The connection breaks when somebody writes more.
    WireBytes breaksAfter(int bytes) {
        heardAtMost = bytes;
        return this;
    }

    static byte[] message(char kind, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length)
                .put((byte) kind)
                .putInt(4 + payload.length)
                .put(payload)
                .array();
    }

    byte[] heard() {
        return heard.toByteArray();
    }

    WireProtocol protocol() throws IOException {
        return new WireProtocol(new SessionSocket(this, this));
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {

            private final byte[] all = said.toByteArray();
            private int next;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                var some = Math.min(Math.min(length, piece), all.length - next);
                if (some == 0) {
                    return -1;
                }
                System.arraycopy(all, next, bytes, offset, some);
                next += some;
                return some;
            }

            @Override
            public int available() {
                return all.length - next;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int one) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (heard.size() + length > heardAtMost) {
                    throw new IOException("Broken pipe");
                }
                heard.write(bytes, offset, length);
            }
        };
    }

    @Override
    public void setSoTimeout(int millis) {
        // What is not there already never comes.
    }

    @Override
    public void close() {
        isClosed = true;
    }

    @Override
    public boolean isClosed() {
        return isClosed;
    }
}
