package dev.pgconvoy.launcher.stack.aot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The cache of one program. Its file name has a fingerprint of the JDK and the jars: a cache of others has
/// another name, so it is never used.
///
/// @param folder of all caches
/// @param name of the program and its fingerprint
public record AotCache(Path folder, String name) {

    private static final String CACHE = ".aot";
    private static final String RECORDING = ".aotconf";
    private static final String COMMAND = ".command";

    public Path file() {
        return folder.resolve(name + CACHE);
    }

    /// What a training run leaves, from which the cache is made.
    Path recording() {
        return folder.resolve(name + RECORDING);
    }

    /// How the training run was started, an argument a line.
    private Path recordedCommand() {
        return folder.resolve(name + COMMAND);
    }

    public boolean exists() {
        return Files.isRegularFile(file());
    }

    /// A JVM goes on without a cache that it cannot use.
    public String useFlag() {
        return "-XX:AOTCache=" + file();
    }

    public String recordFlag() {
        return "-XX:AOTConfiguration=" + recording();
    }

    /// For a training run.
    public List<String> recordFlags() {
        // The JVM would name every class that it leaves out.
        return List.of("-XX:AOTMode=record", recordFlag(), "-Xlog:disable");
    }

    /// Keeps the command of the training run: the cache is made by the same JVM flags and class path.
    public void keepCommand(List<String> command) {
        try {
            Files.write(recordedCommand(), command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The command that makes the cache of a recording.
    ///
    /// @param unfinished where it writes the cache
    List<String> createCommand(Path unfinished) throws IOException {
        var command = new ArrayList<String>();
        for (var argument : Files.readAllLines(recordedCommand())) {
            command.add(argument.equals("-XX:AOTMode=record") ? "-XX:AOTMode=create" : argument);
        }
        // The last of equal flags counts; a service's own heap is too small for this.
        command.addAll(1, List.of("-XX:AOTCache=" + unfinished));
        var firstNoFlag = command.contains("-jar") ? command.indexOf("-jar") : command.indexOf("-cp");
        command.add(firstNoFlag, "-Xmx512m");
        return command;
    }

    /// Whether a training run has left what a cache is made of.
    boolean isRecorded() {
        return Files.isRegularFile(recording()) && Files.isRegularFile(recordedCommand());
    }

    void deleteRecording() throws IOException {
        Files.deleteIfExists(recording());
        Files.deleteIfExists(recordedCommand());
    }

    /// Of a cache that stopped a start. Where it cannot be deleted, each start tries it, and then goes on without it.
    public void discard() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException _) {
            // a folder that may not be written to
        }
    }
}
