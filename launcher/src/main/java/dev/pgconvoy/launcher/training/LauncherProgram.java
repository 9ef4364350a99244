package dev.pgconvoy.launcher.training;

import dev.pgconvoy.launcher.stack.aot.AotCache;
import dev.pgconvoy.launcher.stack.aot.AotCaches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The launcher itself as a program that another process runs: by the flags with which `./pgconvoy` runs it.
record LauncherProgram(Path home) {

    private static final String NAME = "launcher";
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    AotCache cache(AotCaches caches) {
        var jars = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(Path::of)
                .toList();
        return caches.of(NAME, jars);
    }

    /// What `./pgconvoy` looks for.
    static Path link(AotCaches caches) {
        return caches.folder().resolve(NAME + ".aot");
    }

    List<String> command(List<String> flags, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(flags);
        command.add("-Dpgconvoy.home=" + home);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.pgconvoy.launcher.Main"));
        command.addAll(List.of(arguments));
        return command;
    }
}
