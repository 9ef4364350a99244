package dev.pgconvoy.launcher.stack.aot;

import java.nio.file.Path;
import java.util.List;

/// The folder with the caches of all programs of the stack, and what JVMs do with them.
public record AotCaches(Path folder, Mode mode) {

    private static final String MODE = "pgconvoy.aot";

    public enum Mode {
        /// Takes what is there.
        USE,
        /// Leaves recordings of which caches are made.
        RECORD,
        OFF
    }

    /// In the mode that the system property says; without it caches are used.
    public static AotCaches in(Path folder) {
        var mode = System.getProperty(MODE, "use");
        return new AotCaches(
                folder,
                switch (mode) {
                    case "record" -> Mode.RECORD;
                    case "off" -> Mode.OFF;
                    default -> Mode.USE;
                });
    }

    /// For a launcher whose stack is to record.
    public static String recordingProperty() {
        return "-D" + MODE + "=record";
    }

    public AotCaches off() {
        return new AotCaches(folder, Mode.OFF);
    }

    public boolean areUsed() {
        return mode == Mode.USE;
    }

    public boolean areRecorded() {
        return mode == Mode.RECORD;
    }

    /// @param classPath folders of jars, or jars
    public AotCache of(String program, List<Path> classPath) {
        return new AotCache(folder, program + "-" + JarFingerprint.of(classPath));
    }

    /// The flags that a JVM of this program gets. As long as there is no cache, it keeps the classes that it has loaded
    /// when it ends well.
    public List<String> flags(AotCache cache) {
        return switch (mode) {
            case USE -> cache.exists() ? List.of(cache.useFlag()) : cache.classArchiveFlags();
            case RECORD -> cache.recordFlags();
            case OFF -> List.of();
        };
    }

    /// Told the whole command of a JVM before it starts.
    public void starting(AotCache cache, List<String> command) {
        if (mode == Mode.RECORD) {
            cache.keepCommand(command);
        }
    }
}
