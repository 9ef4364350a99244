package dev.pgconvoy.worker.dispatch;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.worker.plan.TaskNode;
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
    private final Map<TaskKind, Integer> taken = new EnumMap<>(TaskKind.class);
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

    private synchronized Optional<TaskNode> take(Function<Set<TaskKind>, Optional<TaskNode>> ready) {
        var node = ready.apply(barred());
        node.ifPresent(found -> taken.merge(found.kind(), 1, Integer::sum));
        return node;
    }

    private synchronized void giveBack(TaskKind kind) {
        taken.merge(kind, -1, Integer::sum);
    }

    private Set<TaskKind> barred() {
        var barred = EnumSet.noneOf(TaskKind.class);
        var moving = taken(TaskKind.MOVING);
        if (moving >= jobs) {
            barred.addAll(TaskKind.MOVING);
        }
        var building = taken(TaskKind.BUILDING);
        if (building >= Math.max(1, jobs / 2)) {
            barred.addAll(TaskKind.BUILDING);
        }
        if (moving == 0 && building < jobs) {
            barred.remove(TaskKind.BUILD);
        }
        return barred;
    }

    private int taken(Set<TaskKind> kinds) {
        return kinds.stream().mapToInt(kind -> taken.getOrDefault(kind, 0)).sum();
    }

    /// Used by one thread.
    final class Share implements AutoCloseable {

        private final Runnable wake;
        private final Map<TaskKind, Integer> mine = new EnumMap<>(TaskKind.class);

        private Share(Runnable wake) {
            this.wake = wake;
        }

        /// @param ready finds what can run, of kinds other than these
        Optional<TaskNode> take(Function<Set<TaskKind>, Optional<TaskNode>> ready) {
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
