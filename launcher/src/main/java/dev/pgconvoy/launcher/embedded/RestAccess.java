package dev.pgconvoy.launcher.embedded;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.FailureReasons;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// How the REST interface of an installation is called: with a random token in a file that only its
/// owner reads, or from a browser that a link let in, once. Neither is ever an argument or in a
/// log.
///
/// @param keys the installation's folder of keys
public record RestAccess(Path keys) {

    private static final int BYTES = 32;

    /// The installation whose data is in that folder.
    public static RestAccess of(Path data) {
        return new RestAccess(data.resolve("keys"));
    }

    public Path tokenFile() {
        return keys.resolve("rest.token");
    }

    public Path loginCodeFile() {
        return keys.resolve("rest.login-code");
    }

    private Path addressFile() {
        return keys.resolve("rest.address");
    }

    /// Makes the token when it is missing: what was told to others stays true.
    RestAccess withToken() {
        if (!Files.exists(tokenFile())) {
            write(tokenFile(), random());
        }
        return this;
    }

    /// For those who ask for a link later.
    void tellAddress(URI address) {
        write(addressFile(), address.toString());
    }

    /// A link that lets one browser in; the one before it counts no more.
    ///
    /// @throws CommandException when the installation has never run
    public URI loginLink() {
        try {
            var address = URI.create(Files.readString(addressFile()).strip());
            var code = random();
            write(loginCodeFile(), code);
            return address.resolve("/login?code=" + code);
        } catch (IOException e) {
            throw CommandException.usage(
                    "No installation of pgconvoy has run in %s: start it with ./pgconvoy up, or name its folder with --data."
                            .formatted(keys.getParent()));
        }
    }

    private static String random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Whole or not at all.
    private static void write(Path file, String text) {
        try {
            var unfinished = Files.createTempFile(
                    file.getParent(),
                    ".rest",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(unfinished, (text + "\n").getBytes(StandardCharsets.US_ASCII));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandException.unusable("%s cannot be written: %s".formatted(file, FailureReasons.of(e)));
        }
    }
}
