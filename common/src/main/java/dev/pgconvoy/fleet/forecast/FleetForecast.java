package dev.pgconvoy.fleet.forecast;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The schedule of a fleet as it is likely to be. Approvals count as given at once, and failures do not occur.
///
/// @param fleet empty when nothing is left that could begin
/// @param waves by name, in order; without those of which nothing begins
/// @param servers by name; without those that do not begin
public record FleetForecast(
        Optional<LikelySpan> fleet, Map<String, LikelySpan> waves, Map<String, LikelySpan> servers) {

    public FleetForecast {
        waves = Collections.unmodifiableMap(new LinkedHashMap<>(waves));
        servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
    }
}
