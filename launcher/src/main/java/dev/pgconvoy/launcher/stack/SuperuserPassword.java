package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.launcher.stack.process.StackException;
import dev.pgconvoy.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// A server's random password, in a file that only its owner reads; made with the server's data.
record SuperuserPassword(Path file) {

    private static final int BYTES = 24;

    static SuperuserPassword in(Path keys, String server) {
        var file = keys.resolve(server + ".password");
        if (!Files.exists(file)) {
            create(file);
        }
        return new SuperuserPassword(file);
    }

    Secret read() {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw new StackException(
                    "The password of this server, %s, cannot be read: %s.".formatted(file, FailureReasons.of(e)), e);
        }
    }

    private static void create(Path file) {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(
                    file,
                    (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n")
                            .getBytes(StandardCharsets.US_ASCII),
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
