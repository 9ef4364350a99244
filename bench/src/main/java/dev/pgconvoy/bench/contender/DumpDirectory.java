package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.cpu.ProcessTimes;
import dev.pgconvoy.bench.workload.PeerTool;
import java.util.Map;

/// `pg_dump -Fd -j2`, then `pg_restore -j2`: the archive is written to disk in between.
public record DumpDirectory() implements Contender {

    @Override
    public String name() {
        return PeerTool.DUMP_DIRECTORY.text();
    }

    @Override
    public void prepare(RunContext context) {
        context.target().createDatabase(context.database());
    }

    @Override
    public Map<String, Double> run(RunContext context) {
        var archive = context.scratch().resolve("archive").toString();
        var began = System.nanoTime();
        context.tool(
                        "pg_dump",
                        "--format=directory",
                        "--jobs=2",
                        "--file=" + archive,
                        "--dbname=" + context.sourceUri())
                .run();
        var dumped = System.nanoTime();
        context.tool("pg_restore", "--exit-on-error", "--jobs=2", "--dbname=" + context.targetUri(), archive)
                .run();
        return SecondsFormat.ofSteps("dump", began, "restore", dumped);
    }

    @Override
    public ClientCpu cpu(ProcessTimes now) {
        return ClientCpu.ofEndedPrograms(now);
    }
}
