package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.workload.PeerTool;
import java.util.Optional;
import java.util.Set;

/// How much is run.
///
/// @param warmUps of pgconvoy before anything is measured
/// @param pairs with each peer
/// @param scale of every workload's data
/// @param peers that take part where a workload has them
/// @param jobs of pgconvoy; empty for each workload's own
public record BenchPlan(int warmUps, int pairs, double scale, Set<PeerTool> peers, Optional<Integer> jobs) {

    public BenchPlan {
        peers = Set.copyOf(peers);
    }
}
