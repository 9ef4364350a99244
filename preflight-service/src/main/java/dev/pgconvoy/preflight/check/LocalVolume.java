package dev.pgconvoy.preflight.check;

import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.secret.Loopback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalLong;

/// The file system of a server that runs on this machine. That it is this server's is proven by the port in its lock
/// file, which only its own user and root can read: the same path may be another server's in a container.
final class LocalVolume {

    private static final int LINE_OF_PORT = 3;

    private LocalVolume() {}

    /// @param folder `data_directory`
    /// @return bytes; empty when the server is elsewhere, or may be
    static OptionalLong free(ServerEndpoint server, String folder) {
        if (!Loopback.isLoopback(server.host())) {
            return OptionalLong.empty();
        }
        try {
            var lock = Files.readAllLines(Path.of(folder, "postmaster.pid"));
            return lock.size() > LINE_OF_PORT && lock.get(LINE_OF_PORT).strip().equals(String.valueOf(server.port()))
                    ? OptionalLong.of(Files.getFileStore(Path.of(folder)).getUsableSpace())
                    : OptionalLong.empty();
        } catch (IOException | InvalidPathException | SecurityException _) {
            return OptionalLong.empty();
        }
    }
}
