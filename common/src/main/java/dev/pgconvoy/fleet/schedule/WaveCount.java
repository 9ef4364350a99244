package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.status.ServerPhase;
import java.util.Set;
import java.util.TreeSet;

/// The servers of a wave, counted by what the rules ask.
final class WaveCount {

    private final Set<String> waiting = new TreeSet<>();
    private int active;
    private int failed;

    void add(ServerRun run) {
        count(run, 1);
        if (run.isWaiting()) {
            waiting.add(run.server());
        }
    }

    void remove(ServerRun run) {
        count(run, -1);
        waiting.remove(run.server());
    }

    private void count(ServerRun run, int change) {
        active += run.isActive() ? change : 0;
        failed += run.phase() == ServerPhase.FAILED ? change : 0;
    }

    Set<String> waiting() {
        return waiting;
    }

    int active() {
        return active;
    }

    int failed() {
        return failed;
    }

    boolean hasEnded() {
        return waiting.isEmpty() && active == 0;
    }
}
