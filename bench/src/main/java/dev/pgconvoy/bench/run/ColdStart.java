package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.contender.Contender;
import dev.pgconvoy.bench.contender.Pgconvoy;
import dev.pgconvoy.bench.contender.PgconvoyCommand;
import dev.pgconvoy.bench.proxy.Network;
import dev.pgconvoy.bench.result.ColdResult;
import dev.pgconvoy.bench.workload.Data;
import dev.pgconvoy.migration.VerifyMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What `./pgconvoy migrate` takes longer than a request to services that run.
public final class ColdStart {

    private static final int JOBS = 4;

    private ColdStart() {}

    public static ColdResult measure(BenchSession session, Path home, int pairs) {
        Data row = (server, database, scale) -> server.sql(database, "CREATE TABLE row AS SELECT 1 AS id");
        var environment = session.fill("cold", List.of(row), 1);
        var cold = new ArrayList<Double>();
        var warm = new ArrayList<Double>();
        try (var benchTarget = session.benchTarget(Network.NONE)) {
            var running = new Pgconvoy(session.stack(), session.line(), VerifyMode.OFF, JOBS);
            benchTarget.measure(running, "", 1);
            for (var pair = 1; pair <= pairs; pair++) {
                cold.add(wall(session, benchTarget, new PgconvoyCommand(home)));
                warm.add(wall(session, benchTarget, running));
            }
        }
        return new ColdResult(environment, cold, warm);
    }

    private static double wall(BenchSession session, BenchTarget benchTarget, Contender contender) {
        var measured = benchTarget.measure(contender, "", 1);
        session.progress().measured(measured);
        return measured.wall();
    }
}
