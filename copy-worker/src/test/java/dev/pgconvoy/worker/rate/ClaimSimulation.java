package dev.pgconvoy.worker.rate;

import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.migration.rate.RateScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/// Workers that share one source, a partition, and delays: claims wait on their way to the partition and from it, in
/// their order; workers begin, are killed, suspended, and miss claims.
final class ClaimSimulation {

    static final long LIMIT = 50_000_000;

    private static final long MILLIS = 1_000_000;

    private final Random random;
    private final List<RateClaim> partition = new ArrayList<>();
    private final List<Worker> alive = new ArrayList<>();
    private final int most;
    private final boolean isLimitChanged;
    private long now;
    private long numbers;
    private int begun;

    /// All workers have the limit [#LIMIT].
    ClaimSimulation(long seed, int most) {
        this(seed, most, false);
    }

    /// @param isLimitChanged whether the limit is set anew again and again, and is never higher than
    /// [#LIMIT]; each worker hears of it when it does
    ClaimSimulation(long seed, int most, boolean isLimitChanged) {
        this.random = new Random(seed);
        this.most = most;
        this.isLimitChanged = isLimitChanged;
        begin();
    }

    private final class Worker {

        private final RateShares shares =
                new RateShares(RateScope.ofSource("old.example.org"), "worker-" + ++begun, now);
        private final Deque<RateClaim> unsent = new ArrayDeque<>();
        private int copies = 1 + random.nextInt(6);
        private int read = partition.size();
        private boolean isSlow;
        private long limit = LIMIT;

        /// One that is slow seldom sends or reads anything, so that others hear of its claims long before it does.
        boolean isAwake() {
            return !isSlow || random.nextInt(16) == 0;
        }

        void claim() {
            unsent.add(shares.claim(++numbers, copies, limit, now));
        }

        void arrive() {
            if (!unsent.isEmpty()) {
                partition.add(unsent.remove());
            }
        }

        void read() {
            if (read < partition.size()) {
                shares.hear(partition.get(read++), now);
            }
        }

        void miss() {
            read = partition.size();
            shares.missedSome(now);
        }
    }

    private void begin() {
        alive.add(new Worker());
    }

    /// What all may read together now.
    long usable() {
        return alive.stream().mapToLong(worker -> worker.shares.usable(now)).sum();
    }

    /// One step of anybody, or time that passes.
    void anything() {
        var worker = alive.get(random.nextInt(alive.size()));
        switch (random.nextInt(40)) {
            case 0 -> startOneMore();
            case 1 -> change(worker);
            case 2 -> seldom(worker);
            case 3, 4, 5, 6, 7, 8, 9, 10 -> now += random.nextInt(60) * MILLIS;
            case 11, 12, 13, 14, 15, 16, 17 -> worker.claim();
            case 18, 19, 20, 21, 22, 23, 24 -> {
                if (worker.isAwake()) {
                    worker.arrive();
                }
            }
            default -> {
                for (var some = worker.isAwake() ? random.nextInt(12) : 0; some > 0; some--) {
                    worker.read();
                }
            }
        }
    }

    private void change(Worker worker) {
        worker.copies = random.nextInt(7);
        if (isLimitChanged) {
            worker.limit = LIMIT / (1 + random.nextInt(4));
        }
    }

    private void seldom(Worker worker) {
        switch (random.nextInt(30)) {
            case 0, 1 -> kill(worker);
            case 2 -> worker.miss();
            case 3 -> now += random.nextInt(4_000) * MILLIS;
            default -> worker.isSlow = random.nextBoolean();
        }
    }

    /// What it has sent may still arrive.
    private void kill(Worker worker) {
        while (!worker.unsent.isEmpty() && random.nextBoolean()) {
            worker.arrive();
        }
        alive.remove(worker);
        if (alive.isEmpty()) {
            begin();
        }
    }

    private void startOneMore() {
        if (alive.size() < most) {
            begin();
        }
    }

    /// All have heard of the same limit.
    void limit(long limit) {
        alive.forEach(worker -> worker.limit = limit);
    }

    /// All claim when they want something else and twice a second, and hear each other within 20 ms.
    void inOrder(long millis) {
        for (var worker : alive) {
            worker.copies = Math.max(1, worker.copies);
        }
        for (var end = now + millis * MILLIS; now < end; now += 20 * MILLIS) {
            for (var worker : alive) {
                var isTime = (now / MILLIS / 20 + worker.hashCode()) % 25 == 0;
                if (isTime || worker.shares.wanted(worker.copies, worker.limit, now) != worker.shares.usable(now)) {
                    worker.claim();
                }
                while (!worker.unsent.isEmpty()) {
                    worker.arrive();
                }
            }
            alive.forEach(worker -> {
                while (worker.read < partition.size()) {
                    worker.read();
                }
            });
        }
    }
}
