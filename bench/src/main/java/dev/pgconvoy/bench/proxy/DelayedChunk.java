package dev.pgconvoy.bench.proxy;

/// Bytes under way.
///
/// @param due when they arrive, in nanoseconds of the monotonic clock
/// @param length how many of `bytes`; -1 for the end of the stream
record DelayedChunk(byte[] bytes, int length, long due) {

    boolean isEnd() {
        return length < 0;
    }
}
