package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.cpu.ProcessTimes;
import dev.pgconvoy.bench.workload.Peer;
import java.util.Map;

/// `pg_dump | psql`, one connection to each server, one transaction.
public record DumpPipe() implements Contender {

    @Override
    public String name() {
        return Peer.DUMP_PIPE.text();
    }

    @Override
    public void prepare(RunContext context) {
        context.target().createDatabase(context.database());
    }

    @Override
    public Map<String, Double> run(RunContext context) {
        context.shell("pg_dump --dbname='%s' | psql -Xq -v ON_ERROR_STOP=1 --single-transaction -o /dev/null '%s'"
                        .formatted(context.sourceUri(), context.targetUri()))
                .run();
        return Map.of();
    }

    @Override
    public ClientCpu cpu(ProcessTimes now) {
        return ClientCpu.ofEndedPrograms(now);
    }
}
