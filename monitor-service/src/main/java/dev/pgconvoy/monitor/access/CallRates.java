package dev.pgconvoy.monitor.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How much each caller has left of what it may call: so much comes back every second, up to a burst. A bounded number
/// of callers is remembered, and who has not called for longest is forgotten first.
final class CallRates {

    static final int MOST_CALLERS = 10_000;

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final double burst;
    private final LongSupplier nanoTime;
    private final Map<String, Left> callers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Left> eldest) {
            return size() > MOST_CALLERS;
        }
    };

    private record Left(double calls, long at) {}

    CallRates(int perSecond, int burstSeconds, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = (double) perSecond * burstSeconds;
        this.nanoTime = nanoTime;
    }

    /// @return false when the caller has called too often
    synchronized boolean take(String caller) {
        var now = nanoTime.getAsLong();
        var before = callers.get(caller);
        var calls = before == null ? burst : Math.min(burst, before.calls + (now - before.at) / NANOS * perSecond);
        callers.put(caller, new Left(calls < 1 ? calls : calls - 1, now));
        return calls >= 1;
    }

    synchronized int callers() {
        return callers.size();
    }
}
