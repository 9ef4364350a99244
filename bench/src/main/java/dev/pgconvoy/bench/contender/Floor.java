package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.cpu.ProcessTimes;
import dev.pgconvoy.bench.workload.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/// What no tool can be much below: a bare binary COPY pipe per table into a schema that is there already,
/// two at a time, rows frozen; then indexes and constraints as `pg_restore -j2` makes them. No catalog is
/// read, nothing is kept consistent, nothing can be resumed.
public record Floor() implements Contender {

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
        return Peer.FLOOR.text();
    }

    @Override
    public void prepare(Course course) {
        course.target().createDatabase(course.database());
        var archive = course.scratch().resolve("schema");
        course.tool(
                        "pg_dump",
                        "--format=custom",
                        "--schema-only",
                        "--file=" + archive,
                        "--dbname=" + course.sourceUri())
                .run();
        course.tool(
                        "pg_restore",
                        "--exit-on-error",
                        "--section=pre-data",
                        "--dbname=" + course.targetUri(),
                        archive.toString())
                .run();
        write(course, "pipe", PIPE.formatted(course.sourceUri(), course.targetUri()));
        write(course, "tables", course.source().sql(course.database(), TABLES));
    }

    private static void write(Course course, String name, String text) {
        try {
            Files.writeString(course.scratch().resolve(name), text);
        } catch (IOException e) {
            throw new BenchException("The floor cannot be prepared: " + e, e);
        }
    }

    @Override
    public Map<String, Double> run(Course course) {
        var began = System.nanoTime();
        course.shell("xargs --max-procs=2 --max-args=1 bash '%1$s/pipe' < '%1$s/tables'".formatted(course.scratch()))
                .run();
        var copied = System.nanoTime();
        course.tool(
                        "pg_restore",
                        "--exit-on-error",
                        "--section=post-data",
                        "--jobs=2",
                        "--dbname=" + course.targetUri(),
                        course.scratch().resolve("schema").toString())
                .run();
        return Seconds.ofSteps("data", began, "indexes", copied);
    }

    @Override
    public ClientCpu cpu(ProcessTimes now) {
        return ClientCpu.ofEndedPrograms(now);
    }
}
