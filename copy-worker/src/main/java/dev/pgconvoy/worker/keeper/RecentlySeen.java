package dev.pgconvoy.worker.keeper;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Remembers for a while what was seen, and of too many the latest.
final class RecentlySeen<K> {

    private final long lastsNanos;
    private final LongSupplier nanoTime;
    private final Map<K, Long> seenAtNanos;

    RecentlySeen(Duration lasts, int most, LongSupplier nanoTime) {
        this.lastsNanos = lasts.toNanos();
        this.nanoTime = nanoTime;
        this.seenAtNanos = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
                return size() > most;
            }
        };
    }

    synchronized void add(K seen) {
        seenAtNanos.remove(seen); // so that it becomes the latest
        seenAtNanos.put(seen, nanoTime.getAsLong());
    }

    synchronized boolean contains(K seen) {
        var at = seenAtNanos.get(seen);
        return at != null && nanoTime.getAsLong() - at < lastsNanos;
    }
}
