package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.monitor.live.LoggedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// @param events in the order of their times
/// @param leftOut how many there were between the first and the last ones
/// @param knownSince since when this monitor has heard everything; what was before may be missing
record EventList(List<LoggedEvent> events, long leftOut, Optional<Instant> knownSince) {}
