package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.server.LocalServer;
import dev.pgconvoy.bench.server.PostgresPrograms;
import dev.pgconvoy.bench.server.SuperuserCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The two servers in a temporary folder, which is removed with them.
public final class ServerPair implements AutoCloseable {

    private final Path folder;
    private final LocalServer source;
    private final LocalServer target;
    private final Thread hook;

    private ServerPair(Path folder, LocalServer source, LocalServer target) {
        this.folder = folder;
        this.source = source;
        this.target = target;
        this.hook = Thread.ofPlatform().unstarted(this::stop);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public static ServerPair open(Path parent, PostgresPrograms installation) {
        try {
            // The servers' own user must be able to pass through.
            var folder = Files.createTempDirectory(
                    parent,
                    "pgconvoy-bench-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            var credentials = SuperuserCredentials.create(folder);
            var source = LocalServer.start(folder.resolve("source"), installation, credentials);
            var target = LocalServer.start(folder.resolve("target"), installation, credentials);
            return new ServerPair(folder, source, target);
        } catch (IOException e) {
            throw new BenchException("No folder can be made in %s: %s".formatted(parent, e), e);
        }
    }

    LocalServer source() {
        return source;
    }

    LocalServer target() {
        return target;
    }

    Path folder() {
        return folder;
    }

    private synchronized void stop() {
        source.close();
        target.close();
        if (Files.exists(folder)) {
            FolderRemoval.remove(folder);
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook waits or has run.
        }
    }
}
