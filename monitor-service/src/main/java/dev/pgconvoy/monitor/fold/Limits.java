package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.EventCodec;

/// A record that the broker refuses for its size would stop the topology for good, so nothing larger may leave it.
final class Limits {

    /// For the headers, the key and the batch around the value.
    private static final int WRAPPING = 128 * 1024;

    static final int LARGEST_VALUE = EventCodec.LARGEST_EVENT - WRAPPING;

    private Limits() {}
}
