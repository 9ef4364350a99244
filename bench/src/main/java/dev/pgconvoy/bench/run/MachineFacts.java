package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.result.MeasurementEnvironment;
import dev.pgconvoy.bench.server.PostgresPrograms;
import dev.pgconvoy.bench.server.ServerSettings;
import dev.pgconvoy.bench.server.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Optional;

/// The machine as its kernel describes it.
record MachineFacts(PostgresPrograms installation, Path home, InstantSource clock) {

    private static final double KILOBYTES_PER_GIGABYTE = 1_048_576;

    /// Now: the load says whether somebody else was at work.
    MeasurementEnvironment look() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("pgconvoy", commit());
        facts.put(
                "CPU",
                "%d × %s".formatted(Runtime.getRuntime().availableProcessors(), field("/proc/cpuinfo", "model name")));
        facts.put(
                "memory", "%.0f GB".formatted(kilobytes(field("/proc/meminfo", "MemTotal")) / KILOBYTES_PER_GIGABYTE));
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("JDK", Runtime.version().toString());
        facts.put("PostgreSQL", installation.version());
        facts.put("pgcopydb", pgcopydb());
        facts.put("settings", String.join(", ", ServerSettings.TUNED));
        facts.put("load before", read("/proc/loadavg").split(" ")[0]);
        return new MeasurementEnvironment(facts);
    }

    private String commit() {
        return attempt("git", "-C", home.toString(), "describe", "--always", "--dirty")
                .orElse("unknown");
    }

    private static String pgcopydb() {
        return attempt("pgcopydb", "--version")
                .flatMap(said -> said.lines().findFirst())
                .map(line -> line.replace("pgcopydb version ", ""))
                .orElse("not installed");
    }

    private static Optional<String> attempt(String... line) {
        try {
            return Optional.of(ToolRun.of(line).output().strip());
        } catch (BenchException e) {
            return Optional.empty();
        }
    }

    private static String field(String file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown");
    }

    private static double kilobytes(String text) {
        return Double.parseDouble(text.split(" ")[0]);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new BenchException("%s cannot be read: %s".formatted(file, e), e);
        }
    }
}
