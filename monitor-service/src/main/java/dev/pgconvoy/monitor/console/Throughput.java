package dev.pgconvoy.monitor.console;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Bytes per second over time.
///
/// @param from when the first span begins
/// @param spanSeconds the length of each
/// @param bytesPerSecond the mean of each span; [#UNKNOWN] where nothing was measured
@Schema(description = "Bytes per second over time, as this monitor has measured them since it runs")
public record Throughput(Instant from, long spanSeconds, List<Long> bytesPerSecond) {

    static final long UNKNOWN = -1;

    public Throughput {
        bytesPerSecond = List.copyOf(bytesPerSecond);
    }

    static Throughput none(Instant now) {
        return new Throughput(now, 1, List.of());
    }
}
