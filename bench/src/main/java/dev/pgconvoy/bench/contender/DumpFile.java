package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.cpu.ProcessTimes;
import dev.pgconvoy.bench.workload.PeerTool;
import java.util.Map;

/// `pg_dump -Fc` into a file, which `pg_restore -j4` needs to read it by
/// several connections.
public record DumpFile() implements Contender {

    @Override
    public String name() {
        return PeerTool.DUMP_FILE.text();
    }

    @Override
    public void prepare(RunContext context) {
        context.target().createDatabase(context.database());
    }

    @Override
    public Map<String, Double> run(RunContext context) {
        var archive = context.scratch().resolve("archive").toString();
        var began = System.nanoTime();
        context.tool("pg_dump", "--format=custom", "--file=" + archive, "--dbname=" + context.sourceUri())
                .run();
        var dumped = System.nanoTime();
        context.tool("pg_restore", "--exit-on-error", "--jobs=4", "--dbname=" + context.targetUri(), archive)
                .run();
        return SecondsFormat.ofSteps("dump", began, "restore", dumped);
    }

    @Override
    public ClientCpu cpu(ProcessTimes now) {
        return ClientCpu.ofEndedPrograms(now);
    }
}
