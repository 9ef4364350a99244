package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.monitor.live.WorkerRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// @param tasksWaiting tasks that were sent and that no worker has told of; null until this monitor listens
/// @param knownSince since when this monitor has heard of workers; null until it listens
record WorkerList(List<WorkerRow> workers, Optional<Integer> tasksWaiting, Optional<Instant> knownSince) {}
