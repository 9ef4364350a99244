package dev.pgconvoy.worker.wire;

import java.util.Objects;

/// Rows of a copy in the memory of whoever read them: messages of COPY with their headers,
/// of which the first and the last may be incomplete. The relay owns one, and a source
/// points it to its next rows: nothing is allocated or copied for them.
public final class RowBlock {

    private static final int HEADER = 5;

    private byte[] buffer = {};
    private int offset;
    private int length;
    private int begun;
    private boolean endsMessage = true;

    /// @param begun how many messages begin here
    /// @param endsMessage whether the last message ends here
    public void set(byte[] buffer, int offset, int length, int begun, boolean endsMessage) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.begun = begun;
        this.endsMessage = endsMessage;
    }

    /// Not a copy: valid until the source is read again.
    public byte[] buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /// How many rows begin here.
    public int rows() {
        return begun;
    }

    /// Bytes without the messages' headers.
    public int payload() {
        return length - HEADER * begun;
    }

    public boolean endsMessage() {
        return endsMessage;
    }
}
