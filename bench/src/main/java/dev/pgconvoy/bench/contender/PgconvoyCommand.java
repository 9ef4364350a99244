package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.cpu.ProcessTimes;
import java.nio.file.Path;
import java.util.Map;

/// `./pgconvoy migrate` with a stack of its own, from its start to its end.
///
/// @param home of pgconvoy's sources
public record PgconvoyCommand(Path home) implements Contender {

    /// The part of a run until the report is shown.
    public static final String REPORT = "report";

    private static final String ITS_LINE = "  all in ";

    @Override
    public String name() {
        return "./pgconvoy migrate";
    }

    @Override
    public void prepare(RunContext context) {}

    @Override
    public Map<String, Double> run(RunContext context) {
        var password = context.source().credentials().password();
        var tool = context.tool(
                        home.resolve("pgconvoy").toString(),
                        "migrate",
                        "--source=" + context.sourceUri(),
                        "--target=" + context.toTarget().uri("postgres"),
                        "--databases=" + context.database(),
                        "--verify=off")
                .with(password.use(text -> Map.of(
                        "PGCONVOY_SOURCE_PASSWORD",
                        text,
                        "PGCONVOY_TARGET_PASSWORD",
                        text,
                        "PGCONVOY_BUILD",
                        "never",
                        "PGCONVOY_TRAINING",
                        "never")));
        return Map.of(REPORT, tool.secondsUntil(ITS_LINE));
    }

    @Override
    public ClientCpu cpu(ProcessTimes now) {
        return ClientCpu.ofEndedPrograms(now);
    }
}
