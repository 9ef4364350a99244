package dev.pgconvoy.bench;

import dev.pgconvoy.bench.run.ProgressPrinter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.LogManager;
import picocli.CommandLine;

/// `./pgconvoy bench`.
final class BenchMain {

    private static final int FAILED = 1;

    private BenchMain() {}

    static void main(String[] arguments) {
        // The Kafka clients' log is for services.
        LogManager.getLogManager().getLogger("").setLevel(Level.OFF);
        var home = Path.of(System.getProperty("pgconvoy.home", "")).toAbsolutePath();
        var command = new BenchCommand(home, Clock.systemUTC(), new ProgressPrinter(System.out));
        System.exit(new CommandLine(command)
                .setExecutionExceptionHandler((failure, _, _) -> {
                    System.err.println("pgconvoy bench: " + failure.getMessage());
                    if (System.getenv("PGCONVOY_DEBUG") != null || !(failure instanceof BenchException)) {
                        failure.printStackTrace();
                    }
                    return FAILED;
                })
                .execute(arguments));
    }
}
