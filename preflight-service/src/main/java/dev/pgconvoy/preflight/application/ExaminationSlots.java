package dev.pgconvoy.preflight.application;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Says who may be examined now, and lets the others wait: of one server, between the same two servers and for one
/// requester only some at a time, so that those of a server that does not answer leave places for all others, also for
/// those of the server at its other end.
public final class ExaminationSlots {

    /// @param all examinations at a time
    /// @param perPair of these between the same two servers
    /// @param perServer of these for one server, as source or as target
    /// @param perRequester of these for one requester
    /// @param waitingPerPair that may wait between the same two servers; further ones are refused at once
    public record Limits(int all, int perPair, int perServer, int perRequester, int waitingPerPair) {

        private static final int MOST = 1_000;

        public static final Limits DEFAULTS = new Limits(64, 8, 32, 32, 64);

        public Limits {
            for (var limit : List.of(all, perPair, perServer, perRequester, waitingPerPair)) {
                if (limit < 1 || limit > MOST) {
                    throw new IllegalArgumentException(
                            "pgconvoy.preflight.examinations.* must be between 1 and %d, and one is %d"
                                    .formatted(MOST, limit));
                }
            }
        }
    }

    private final Limits limits;
    private final LongSupplier nanoTime;
    private final Map<Object, Integer> running = new HashMap<>();
    private final Map<Object, Integer> waiting = new HashMap<>();
    private final Set<Slot> taken = new HashSet<>();

    private record Pair(String source, String target) {}

    private record Server(String address) {}

    private record Requester(String name) {}

    public ExaminationSlots(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /// Waits for a place.
    ///
    /// @param source by address, and so the target
    /// @return empty when too many wait for the same
    public synchronized Optional<Slot> take(String source, String target, String requester)
            throws InterruptedException {
        var pair = new Pair(source, target);
        if (waiting.getOrDefault(pair, 0) >= limits.waitingPerPair) {
            return Optional.empty();
        }
        var wanted = List.of(pair, new Server(source), new Server(target), new Requester(requester));
        wanted.forEach(each -> waiting.merge(each, 1, Integer::sum));
        try {
            while (!isFree(wanted)) {
                wait();
            }
        } finally {
            wanted.forEach(each -> countDown(waiting, each));
        }
        wanted.forEach(each -> running.merge(each, 1, Integer::sum));
        var slot = new Slot(wanted, nanoTime.getAsLong());
        taken.add(slot);
        return Optional.of(slot);
    }

    private boolean isFree(List<? extends Object> wanted) {
        return taken.size() < limits.all
                && wanted.stream().allMatch(each -> running.getOrDefault(each, 0) < limitOf(each));
    }

    private int limitOf(Object wanted) {
        return switch (wanted) {
            case Pair _ -> limits.perPair;
            case Requester _ -> limits.perRequester;
            default -> limits.perServer;
        };
    }

    private static void countDown(Map<Object, Integer> counts, Object key) {
        counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }

    private synchronized void giveBack(Slot slot) {
        if (taken.remove(slot)) {
            slot.wanted.forEach(each -> countDown(running, each));
            notifyAll();
        }
    }

    /// How long the oldest of those that run has been running.
    public synchronized Duration oldest() {
        var now = nanoTime.getAsLong();
        return Duration.ofNanos(
                taken.stream().mapToLong(slot -> now - slot.since).max().orElse(0));
    }

    synchronized int waitingFor(String server) {
        return waiting.getOrDefault(new Server(server), 0);
    }

    /// A place; closing it gives it to the next.
    public final class Slot implements AutoCloseable {

        private final List<? extends Object> wanted;
        private final long since;

        private Slot(List<? extends Object> wanted, long since) {
            this.wanted = wanted;
            this.since = since;
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }
}
