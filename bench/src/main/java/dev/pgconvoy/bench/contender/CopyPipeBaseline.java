package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.cpu.ProcessTimes;
import dev.pgconvoy.bench.workload.PeerTool;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/// What no tool can be much below: a bare binary COPY pipe per table into a schema that is there already,
/// two at a time, rows frozen; then indexes and constraints as `pg_restore -j2` makes them. No catalog is
/// read, nothing is kept consistent, nothing can be resumed.
public record CopyPipeBaseline() implements Contender {

    private static final String PIPE = """
            #!/usr/bin/env bash
            set -euo pipefail
            psql -Xq -c "COPY $1 TO STDOUT (FORMAT binary)" '%s' \\
              | psql -Xq -v ON_ERROR_STOP=1 -c 'BEGIN' -c "TRUNCATE $1" -c "COPY $1 FROM STDIN (FORMAT binary, FREEZE)" -c 'COMMIT' '%s'
            """;
    private static final String TABLES = """
            SELECT c.oid::regclass FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname = 'public' ORDER BY pg_table_size(c.oid) DESC""";

    @Override
    public String name() {
        return PeerTool.FLOOR.text();
    }

    @Override
    public void prepare(RunContext context) {
        context.target().createDatabase(context.database());
        var archive = context.scratch().resolve("schema");
        context.tool(
                        "pg_dump",
                        "--format=custom",
                        "--schema-only",
                        "--file=" + archive,
                        "--dbname=" + context.sourceUri())
                .run();
        context.tool(
                        "pg_restore",
                        "--exit-on-error",
                        "--section=pre-data",
                        "--dbname=" + context.targetUri(),
                        archive.toString())
                .run();
        write(context, "pipe", PIPE.formatted(context.sourceUri(), context.targetUri()));
        write(context, "tables", context.source().sql(context.database(), TABLES));
    }

    private static void write(RunContext context, String name, String text) {
        try {
            Files.writeString(context.scratch().resolve(name), text);
        } catch (IOException e) {
            throw new BenchException("The floor cannot be prepared: " + e, e);
        }
    }

    @Override
    public Map<String, Double> run(RunContext context) {
        var began = System.nanoTime();
        context.shell("xargs --max-procs=2 --max-args=1 bash '%1$s/pipe' < '%1$s/tables'".formatted(context.scratch()))
                .run();
        var copied = System.nanoTime();
        context.tool(
                        "pg_restore",
                        "--exit-on-error",
                        "--section=post-data",
                        "--jobs=2",
                        "--dbname=" + context.targetUri(),
                        context.scratch().resolve("schema").toString())
                .run();
        return SecondsFormat.ofSteps("data", began, "indexes", copied);
    }

    @Override
    public ClientCpu cpu(ProcessTimes now) {
        return ClientCpu.ofEndedPrograms(now);
    }
}
