package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.contender.Contender;
import dev.pgconvoy.bench.result.Measurement;
import dev.pgconvoy.bench.result.WorkloadResult.Failed;
import java.util.ArrayList;
import java.util.List;

/// Runs pairs of neighbours: ours and theirs, then theirs and ours, so that whatever drifts
/// meets both. Two of ours run on either side of theirs.
final class PairedRuns {

    private final BenchTarget benchTarget;
    private final ProgressPrinter progress;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Failed> failures = new ArrayList<>();

    PairedRuns(BenchTarget benchTarget, ProgressPrinter progress) {
        this.benchTarget = benchTarget;
        this.progress = progress;
    }

    /// @param ours one or two
    void pairs(List<Contender> ours, Contender theirs, int pairs) {
        var order = order(ours, theirs);
        for (var pair = 1; pair <= pairs; pair++) {
            for (var contender : pair % 2 == 1 ? order : order.reversed()) {
                if (!measure(contender, theirs.name(), pair)) {
                    return;
                }
            }
        }
    }

    private static List<Contender> order(List<Contender> ours, Contender theirs) {
        var order = new ArrayList<>(ours);
        order.add(1, theirs);
        return order;
    }

    void once(Contender contender) {
        measure(contender, "", 1);
    }

    /// Whether it was a success. Who fails once is not run again against the same peer.
    private boolean measure(Contender contender, String against, int pair) {
        try {
            var measured = benchTarget.measure(contender, against, pair);
            progress.measured(measured);
            measurements.add(measured);
            return true;
        } catch (BenchException e) {
            progress.say("%s FAILED: %s".formatted(contender.name(), e.getMessage()));
            failures.add(new Failed(contender.name(), String.valueOf(e.getMessage())));
            return false;
        }
    }

    List<Measurement> measurements() {
        return measurements;
    }

    List<Failed> failures() {
        return failures;
    }
}
