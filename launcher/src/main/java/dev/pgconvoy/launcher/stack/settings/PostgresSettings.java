package dev.pgconvoy.launcher.stack.settings;

import java.time.Duration;
import java.util.regex.Pattern;

/// A PostgreSQL server.
///
/// @param name also of its folder
/// @param major one of those the distribution holds an archive of
/// @param port on 127.0.0.1; 0 for a free one
/// @param startLimit how long it may take to accept connections, recovery after a crash included
public record PostgresSettings(String name, int major, int port, Duration startLimit) implements StackPart {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    public PostgresSettings {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a server's name is a short word in lower case: " + name);
        }
    }

    public static PostgresSettings of(String name, int major) {
        return new PostgresSettings(name, major, 0, START_LIMIT);
    }

    public PostgresSettings onPort(int newPort) {
        return new PostgresSettings(name, major, newPort, startLimit);
    }
}
