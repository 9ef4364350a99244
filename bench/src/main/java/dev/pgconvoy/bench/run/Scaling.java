package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.proxy.Network;
import dev.pgconvoy.bench.workload.Data;
import dev.pgconvoy.bench.workload.Data.Scripts;
import java.util.List;

/// More slots, then more workers, while every connection to the source has a bandwidth.
public record Scaling(String about, Data data, Network network) {

    static final long BYTES_PER_SECOND = 20_000_000;

    static final List<Step> STEPS =
            List.of(new Step(1, 1), new Step(1, 2), new Step(1, 4), new Step(1, 8), new Step(2, 8), new Step(4, 8));

    public static final Scaling TABLES = new Scaling(
            "64 equal tables of 10 MB; each connection carries 20 MB/s",
            new Scripts(List.of("scale")),
            Network.throttled(BYTES_PER_SECOND));

    /// @param slots of all workers together
    record Step(int workers, int slots) {}
}
