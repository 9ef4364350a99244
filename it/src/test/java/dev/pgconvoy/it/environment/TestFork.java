package dev.pgconvoy.it.environment;

import java.nio.file.Path;

/// Test processes that run side by side share no folder.
public final class TestFork {

    /// With a dash before it: Maven would take the bare expression for a property that is not set.
    private static final String NUMBER = "pgconvoy.it.fork";

    private TestFork() {}

    /// `target/name-1` in the first of them.
    public static Path folder(String name) {
        return Path.of("target", name + System.getProperty(NUMBER, "-1")).toAbsolutePath();
    }
}
