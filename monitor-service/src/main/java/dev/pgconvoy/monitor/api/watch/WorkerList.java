package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.monitor.live.WorkerRow;
import java.time.Instant;
import java.util.List;

/// @param tasksWaiting tasks that were sent and that no worker has told of
/// @param knownSince since when this monitor has heard of workers
record WorkerList(List<WorkerRow> workers, int tasksWaiting, Instant knownSince) {}
