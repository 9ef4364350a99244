package dev.pgconvoy.launcher.stack.process;

import dev.pgconvoy.secret.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A process to be: secrets reach it by its environment, never as an argument.
///
/// @param name for logs and messages
/// @param inherits whether it sees the launcher's own environment (a service resolves `env:` references there)
public record ProcessCommand(
        String name,
        List<String> line,
        boolean inherits,
        Map<String, String> environment,
        Map<String, Secret> secrets,
        StopSignal stop,
        boolean refusesRoot,
        Path log) {

    private static final List<String> ALWAYS_INHERITED = List.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH");

    /// A JVM like the launcher's own.
    public static List<String> java(List<String> flags, List<String> rest) {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Netty, Kafka and protobuf use what newer JDKs warn about.
        line.add("--sun-misc-unsafe-memory-access=allow");
        line.add("--illegal-native-access=allow");
        line.add("-XX:+ExitOnOutOfMemoryError");
        line.addAll(flags);
        line.addAll(rest);
        return line;
    }

    ProcessCommand without(String argument) {
        var rest = line.stream().filter(part -> !part.equals(argument)).toList();
        return new ProcessCommand(name, rest, inherits, environment, secrets, stop, refusesRoot, log);
    }

    ProcessBuilder builder() {
        var builder = new ProcessBuilder(ProcessWrapper.here().around(line, stop, refusesRoot));
        if (!inherits) {
            builder.environment().keySet().retainAll(ALWAYS_INHERITED);
        }
        builder.environment().putAll(environment);
        secrets.forEach(
                (variable, secret) -> secret.use(value -> builder.environment().put(variable, value)));
        return builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }
}
