package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.proxy.NetworkModel;
import dev.pgconvoy.bench.workload.DatabaseFiller;
import dev.pgconvoy.bench.workload.DatabaseFiller.Scripts;
import java.util.List;

/// More slots, then more workers, while every connection to the source has a bandwidth.
public record ScalingExperiment(String about, DatabaseFiller data, NetworkModel network) {

    static final long BYTES_PER_SECOND = 20_000_000;

    static final List<Step> STEPS =
            List.of(new Step(1, 1), new Step(1, 2), new Step(1, 4), new Step(1, 8), new Step(2, 8), new Step(4, 8));

    public static final ScalingExperiment TABLES = new ScalingExperiment(
            "64 equal tables of 10 MB; each connection carries 20 MB/s",
            new Scripts(List.of("scale")),
            NetworkModel.throttled(BYTES_PER_SECOND));

    /// @param slots of all workers together
    record Step(int workers, int slots) {}
}
