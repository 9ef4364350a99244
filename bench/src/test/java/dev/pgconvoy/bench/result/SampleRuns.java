package dev.pgconvoy.bench.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measurements as the tests tell them.
final class SampleRuns {

    private SampleRuns() {}

    static Measurement run(String contender, String against, int pair, double wall) {
        return new Measurement(contender, against, pair, wall, 1, 0, 2, 3, Map.of(), Optional.empty());
    }

    static Measurement expected(double p50, double p90, double took) {
        return new Measurement(
                "pgconvoy", "", 1, took, 1, 0, 2, 3, Map.of(), Optional.of(new EstimatedTime(p50, p90, took)));
    }

    static WorkloadResult result(double scale, double bar, Measurement... runs) {
        return result(scale, new WorkloadResult.Bar("pgcopydb", bar, false), runs);
    }

    static WorkloadResult result(double scale, WorkloadResult.Bar bar, Measurement... runs) {
        return new WorkloadResult(
                "bulk",
                "much",
                scale,
                "loopback",
                "1 MB",
                "`--jobs 4`",
                "--table-jobs 2",
                new MeasurementEnvironment(Map.of("CPU", "one")),
                List.of(runs),
                List.of(new WorkloadResult.Failed("pg_dump | psql", "it broke")),
                List.of(bar));
    }
}
