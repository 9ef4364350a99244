package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.contender.PgconvoyContender;
import dev.pgconvoy.bench.result.Measurement;
import dev.pgconvoy.bench.result.ScaleResult;
import dev.pgconvoy.migration.VerifyMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How far slots and workers carry when each connection has its bandwidth.
public final class ScaleRuns {

    private ScaleRuns() {}

    public static ScaleResult measure(BenchSession session, ScalingExperiment scaling, BenchPlan plan) {
        var environment = session.fill("scale", List.of(scaling.data()), plan.scale());
        var runs = new ArrayList<ScaleResult.Run>();
        var workers = 1;
        try (var benchTarget = session.benchTarget(scaling.network())) {
            for (var step : ScalingExperiment.STEPS) {
                var ours = ours(session, step.slots());
                if (step.workers() != workers) {
                    workers = step.workers();
                    session.stack().useWorkers(workers, step.slots() / workers);
                    session.warmUp(benchTarget, ours, plan);
                } else if (runs.isEmpty()) {
                    session.warmUp(benchTarget, ours(session, BenchSession.SLOTS), plan);
                }
                runs.add(run(session, benchTarget, ours, step));
            }
        } finally {
            session.stack().useWorkers(1, BenchSession.SLOTS);
        }
        return new ScaleResult(scaling.about(), plan.scale(), ScalingExperiment.BYTES_PER_SECOND, environment, runs);
    }

    private static ScaleResult.Run run(
            BenchSession session, BenchTarget benchTarget, PgconvoyContender ours, ScalingExperiment.Step step) {
        var before = benchTarget.bytesFromSource();
        session.progress().say(" %d workers, %d slots".formatted(step.workers(), step.slots()));
        var run = benchTarget.measure(ours, "", 1);
        session.progress().measured(run);
        return new ScaleResult.Run(
                step.workers(), step.slots(), benchTarget.bytesFromSource() - before, run.wall(), copySeconds(run));
    }

    private static PgconvoyContender ours(BenchSession session, int slots) {
        return new PgconvoyContender(session.stack(), session.line(), VerifyMode.OFF, slots);
    }

    /// By pgconvoy's own report; the name of the phase begins with it.
    private static double copySeconds(Measurement run) {
        return run.parts().entrySet().stream()
                .filter(part -> part.getKey().startsWith("copy"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
