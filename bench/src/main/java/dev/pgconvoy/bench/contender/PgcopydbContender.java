package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.cpu.ProcessTimes;
import dev.pgconvoy.bench.workload.PeerTool;
import dev.pgconvoy.bench.workload.PgcopydbOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `pgcopydb clone` into an empty database, which it wants to find.
public record PgcopydbContender(String name, PgcopydbOptions options) implements Contender {

    public static PgcopydbContender with(PgcopydbOptions options) {
        return new PgcopydbContender(PeerTool.PGCOPYDB.text(), options);
    }

    @Override
    public void prepare(RunContext context) {
        context.target().createDatabase(context.database());
    }

    @Override
    public Map<String, Double> run(RunContext context) {
        // When it fails it ends its whole process group, in which the servers would be; and as it needs gigabytes, it
        // is
        // to be the one that ends where memory ends.
        var line = new ArrayList<>(List.of("setsid", "--wait", "choom", "-n", "1000", "--", "pgcopydb", "clone"));
        line.addAll(List.of("--source", context.sourceUri(), "--target", context.targetUri()));
        line.addAll(List.of("--dir", context.scratch().resolve("pgcopydb").toString()));
        line.addAll(options.arguments());
        context.tool(line.toArray(String[]::new)).run();
        return Map.of();
    }

    @Override
    public ClientCpu cpu(ProcessTimes now) {
        return ClientCpu.ofEndedPrograms(now);
    }
}
