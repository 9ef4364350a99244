package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.worker.plan.TaskNode;
import dev.pgconvoy.worker.plan.TaskNode.Kind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// The jobs of one request, which the plans of all its databases share. Rows move in as many streams as there are
/// jobs. What only the target works on runs beside them, half as many at once; but as many indexes when no rows move.
public final class JobSlots {

    private final int jobs;
    private final Map<Kind, Integer> taken = new EnumMap<>(Kind.class);
    private final List<Share> shares = new CopyOnWriteArrayList<>();

    public JobSlots(int jobs) {
        this.jobs = jobs;
    }

    /// What one plan takes of them.
    ///
    /// @param wake called when another plan has given one back
    Share share(Runnable wake) {
        var share = new Share(wake);
        shares.add(share);
        return share;
    }

    private synchronized Optional<TaskNode> take(Function<Set<Kind>, Optional<TaskNode>> ready) {
        var node = ready.apply(barred());
        node.ifPresent(found -> taken.merge(found.kind(), 1, Integer::sum));
        return node;
    }

    private synchronized void giveBack(Kind kind) {
        taken.merge(kind, -1, Integer::sum);
    }

    private Set<Kind> barred() {
        var barred = EnumSet.noneOf(Kind.class);
        var moving = taken(Kind.MOVING);
        if (moving >= jobs) {
            barred.addAll(Kind.MOVING);
        }
        var building = taken(Kind.BUILDING);
        if (building >= Math.max(1, jobs / 2)) {
            barred.addAll(Kind.BUILDING);
        }
        if (moving == 0 && building < jobs) {
            barred.remove(Kind.BUILD);
        }
        return barred;
    }

    private int taken(Set<Kind> kinds) {
        return kinds.stream().mapToInt(kind -> taken.getOrDefault(kind, 0)).sum();
    }

    /// Used by one thread.
    final class Share implements AutoCloseable {

        private final Runnable wake;
        private final Map<Kind, Integer> mine = new EnumMap<>(Kind.class);

        private Share(Runnable wake) {
            this.wake = wake;
        }

        /// @param ready finds what can run, of kinds other than these
        Optional<TaskNode> take(Function<Set<Kind>, Optional<TaskNode>> ready) {
            var node = JobSlots.this.take(ready);
            node.ifPresent(found -> mine.merge(found.kind(), 1, Integer::sum));
            return node;
        }

        void giveBack(TaskNode node) {
            mine.merge(node.kind(), -1, Integer::sum);
            JobSlots.this.giveBack(node.kind());
            wakeOthers();
        }

        private void wakeOthers() {
            shares.stream().filter(other -> other != this).forEach(other -> other.wake.run());
        }

        /// Gives back what is left.
        @Override
        public void close() {
            shares.remove(this);
            mine.forEach((kind, count) -> {
                for (var left = 0; left < count; left++) {
                    JobSlots.this.giveBack(kind);
                }
            });
            wakeOthers();
        }
    }
}
