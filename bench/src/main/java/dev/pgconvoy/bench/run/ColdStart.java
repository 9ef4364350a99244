package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.contender.Contender;
import dev.pgconvoy.bench.contender.PgconvoyCommand;
import dev.pgconvoy.bench.contender.PgconvoyContender;
import dev.pgconvoy.bench.proxy.NetworkModel;
import dev.pgconvoy.bench.result.ColdResult;
import dev.pgconvoy.bench.result.Measurement;
import dev.pgconvoy.bench.workload.DatabaseFiller;
import dev.pgconvoy.migration.VerifyMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `./pgconvoy migrate` of one row, from nothing running: with its AOT caches, in pairs with another build where one is
/// named, and a request to services that run.
public final class ColdStart {

    private static final int JOBS = 4;

    private ColdStart() {}

    /// @param home of the build that is measured
    /// @param other of the build that it is compared with
    public static ColdResult measure(BenchSession session, Path home, Optional<Path> other, int pairs) {
        DatabaseFiller row = (server, database, scale) -> server.sql(database, "CREATE TABLE row AS SELECT 1 AS id");
        var environment = session.fill("cold", List.of(row), 1);
        var report = new ArrayList<Double>();
        var prompt = new ArrayList<Double>();
        var others = new ArrayList<Double>();
        var warm = new ArrayList<Double>();
        try (var benchTarget = session.benchTarget(NetworkModel.NONE)) {
            var running = new PgconvoyContender(session.stack(), session.line(), VerifyMode.OFF, JOBS);
            benchTarget.measure(running, "", 1);
            for (var pair = 1; pair <= pairs; pair++) {
                var ours = measure(session, benchTarget, new PgconvoyCommand(home));
                report.add(reportOf(ours));
                prompt.add(ours.wall());
                if (other.isPresent()) {
                    others.add(measure(session, benchTarget, new PgconvoyCommand(other.get()))
                            .wall());
                }
                warm.add(measure(session, benchTarget, running).wall());
            }
        }
        return new ColdResult(environment, report, prompt, others, warm);
    }

    private static double reportOf(Measurement measured) {
        var seconds = measured.parts().get(PgconvoyCommand.REPORT);
        if (seconds == null) {
            throw new BenchException("the run has no time of its report");
        }
        return seconds;
    }

    private static Measurement measure(BenchSession session, BenchTarget benchTarget, Contender contender) {
        var measured = benchTarget.measure(contender, "", 1);
        session.progress().measured(measured);
        return measured;
    }
}
