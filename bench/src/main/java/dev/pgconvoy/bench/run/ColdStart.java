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

/// What `./pgconvoy migrate` takes longer than a request to services that run.
public final class ColdStart {

    private static final int JOBS = 4;

    private ColdStart() {}

    public static ColdResult measure(Day day, Path home, int pairs) {
        Data row = (server, database, scale) -> server.sql(database, "CREATE TABLE row AS SELECT 1 AS id");
        var environment = day.fill("cold", row, 1);
        var cold = new ArrayList<Double>();
        var warm = new ArrayList<Double>();
        try (var arena = day.arena(Network.NONE)) {
            var running = new Pgconvoy(day.stack(), day.line(), VerifyMode.OFF, JOBS);
            arena.measure(running, "", 1);
            for (var pair = 1; pair <= pairs; pair++) {
                cold.add(wall(day, arena, new PgconvoyCommand(home)));
                warm.add(wall(day, arena, running));
            }
        }
        return new ColdResult(environment, cold, warm);
    }

    private static double wall(Day day, Arena arena, Contender contender) {
        var measured = arena.measure(contender, "", 1);
        day.progress().measured(measured);
        return measured.wall();
    }
}
