package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.contender.Pgconvoy;
import dev.pgconvoy.bench.result.Measurement;
import dev.pgconvoy.bench.result.ScaleResult;
import dev.pgconvoy.migration.VerifyMode;
import java.util.ArrayList;
import java.util.Map;

/// How far slots and workers carry when each connection has its bandwidth.
public final class ScaleRuns {

    private ScaleRuns() {}

    public static ScaleResult measure(Day day, Scaling scaling, Plan plan) {
        var environment = day.fill("scale", scaling.data(), plan.scale());
        var runs = new ArrayList<ScaleResult.Run>();
        var workers = 1;
        try (var arena = day.arena(scaling.network())) {
            for (var step : Scaling.STEPS) {
                var ours = ours(day, step.slots());
                if (step.workers() != workers) {
                    workers = step.workers();
                    day.stack().useWorkers(workers, step.slots() / workers);
                    day.warmUp(arena, ours, plan);
                } else if (runs.isEmpty()) {
                    day.warmUp(arena, ours(day, Day.SLOTS), plan);
                }
                runs.add(run(day, arena, ours, step));
            }
        } finally {
            day.stack().useWorkers(1, Day.SLOTS);
        }
        return new ScaleResult(scaling.about(), plan.scale(), Scaling.BYTES_PER_SECOND, environment, runs);
    }

    private static ScaleResult.Run run(Day day, Arena arena, Pgconvoy ours, Scaling.Step step) {
        var before = arena.bytesFromSource();
        day.progress().say(" %d workers, %d slots".formatted(step.workers(), step.slots()));
        var run = arena.measure(ours, "", 1);
        day.progress().measured(run);
        return new ScaleResult.Run(
                step.workers(), step.slots(), arena.bytesFromSource() - before, run.wall(), copySeconds(run));
    }

    private static Pgconvoy ours(Day day, int slots) {
        return new Pgconvoy(day.stack(), day.line(), VerifyMode.OFF, slots);
    }

    /// By pgconvoy's own report; the name of the phase begins with it.
    private static double copySeconds(Measurement run) {
        return run.parts().entrySet().stream()
                .filter(part -> part.getKey().startsWith("copy"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
