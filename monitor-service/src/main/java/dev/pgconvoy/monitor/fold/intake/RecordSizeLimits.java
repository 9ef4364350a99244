package dev.pgconvoy.monitor.fold.intake;

import dev.pgconvoy.event.EventCodec;

/// A record that the broker refuses for its size would stop the topology for good, so nothing larger may leave it.
public final class RecordSizeLimits {

    /// The headers, the key and the batch around the value.
    private static final int WRAPPING = 128 * 1024;

    /// Of what the fold writes itself.
    public static final int LARGEST_VALUE = EventCodec.LARGEST_EVENT - WRAPPING;

    /// Of a migration in the store that has not ended: there is always room for its end.
    public static final int LARGEST_RUNNING = LARGEST_VALUE - 64 * 1024;

    /// Key, headers and value of a record that came in; one that was compressed can be larger.
    public static final int LARGEST_ARRIVAL = EventCodec.LARGEST_EVENT + WRAPPING / 2;

    /// Whatever is written, with why and from where it comes: as much as the topics of dead letters take.
    public static final int LARGEST_RECORD = EventCodec.LARGEST_EVENT + WRAPPING;

    private RecordSizeLimits() {}
}
