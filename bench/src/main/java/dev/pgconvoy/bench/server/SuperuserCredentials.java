package dev.pgconvoy.bench.server;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The random password of both servers' superuser.
///
/// @param passFile for libpq's programs, readable by its owner only
public record SuperuserCredentials(Secret password, Path passFile) {

    private static final int BYTES = 18;

    public static SuperuserCredentials create(Path folder) {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        var text = HexFormat.of().formatHex(bytes);
        return new SuperuserCredentials(
                new Secret(text),
                privateFile(folder.resolve("pgpass"), "*:*:*:%s:%s\n".formatted(LocalServer.SUPERUSER, text)));
    }

    Path forInitdb(Path folder) {
        return password.use(text -> privateFile(folder.resolve("password"), text + "\n"));
    }

    private static Path privateFile(Path file, String text) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new BenchException("%s cannot be written: %s".formatted(file, e), e);
        }
    }
}
