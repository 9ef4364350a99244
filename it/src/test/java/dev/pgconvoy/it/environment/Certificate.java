package dev.pgconvoy.it.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A self-signed certificate for the loopback interface.
///
/// @param keyStore PKCS12, with the key
/// @param pem the certificate alone, for those who are to trust it
public record Certificate(Path keyStore, Path pem) {

    public static final String PASSWORD = "changeit";

    static Certificate create(Path folder) {
        var certificate = new Certificate(folder.resolve("arm.p12"), folder.resolve("arm.pem"));
        keytool(
                certificate,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2");
        keytool(certificate, "-exportcert", "-rfc", "-file", certificate.pem.toString());
        return certificate;
    }

    private static void keytool(Certificate certificate, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "arm", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", certificate.keyStore.toString()));
        try {
            Files.createDirectories(certificate.keyStore.getParent());
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
