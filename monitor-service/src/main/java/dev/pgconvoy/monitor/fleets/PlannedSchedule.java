package dev.pgconvoy.monitor.fleets;

import dev.pgconvoy.fleet.forecast.LikelySpan;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// When a fleet was expected to begin and to end at the moment at which its
/// plan was applied.
///
/// @param from that moment
/// @param waves by name, in order; empty while the last plan on the topic is not the one
/// that is applied
/// @param servers by name; without those that had ended, or whose turn never comes
record PlannedSchedule(Instant from, Map<String, LikelySpan> waves, Map<String, LikelySpan> servers) {

    PlannedSchedule {
        waves = Collections.unmodifiableMap(new LinkedHashMap<>(waves));
        servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
    }
}
