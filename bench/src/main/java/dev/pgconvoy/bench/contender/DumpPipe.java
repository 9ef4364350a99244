package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.cpu.ProcessTimes;
import dev.pgconvoy.bench.workload.PeerTool;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// `pg_dump | psql`, one connection to each server, one transaction; several databases in two loops side by side.
public record DumpPipe() implements Contender {

    private static final int LOOPS = 2;

    @Override
    public String name() {
        return PeerTool.DUMP_PIPE.text();
    }

    @Override
    public void prepare(RunContext context) {
        context.databases().forEach(context.target()::createDatabase);
    }

    @Override
    public Map<String, Double> run(RunContext context) {
        context.shell(script(context.databases().stream()
                        .map(database -> pipe(context, database))
                        .toList()))
                .run();
        return Map.of();
    }

    private static String pipe(RunContext context, String database) {
        return "pg_dump --dbname='%s' | psql -Xq -v ON_ERROR_STOP=1 --single-transaction -o /dev/null '%s'"
                .formatted(context.sourceUri(database), context.targetUri(database));
    }

    static String script(List<String> pipes) {
        if (pipes.size() == 1) {
            return pipes.getFirst();
        }
        return IntStream.range(0, LOOPS)
                        .mapToObj(loop -> "( %s ) & loop%d=$!".formatted(ofLoop(pipes, loop), loop))
                        .collect(Collectors.joining("\n"))
                + IntStream.range(0, LOOPS)
                        .mapToObj("\nwait $loop%d"::formatted)
                        .collect(Collectors.joining());
    }

    private static String ofLoop(List<String> pipes, int loop) {
        return IntStream.range(0, pipes.size())
                .filter(number -> number % LOOPS == loop)
                .mapToObj(pipes::get)
                .collect(Collectors.joining("\n"));
    }

    @Override
    public ClientCpu cpu(ProcessTimes now) {
        return ClientCpu.ofEndedPrograms(now);
    }
}
