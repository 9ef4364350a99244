package dev.pgconvoy.monitor.webhook;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Signs as Standard Webhooks 1.0 says, with an implementation that is not ours.
final class OpenSsl {

    private static final Path TOOL = Path.of("/usr/bin/openssl");

    private OpenSsl() {}

    /// @param key `whsec_…`
    static String signature(String key, String id, String timestamp, byte[] body)
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(TOOL), () -> TOOL + " is missing: signatures are not checked");
        var hex = HexFormat.of().formatHex(Base64.getDecoder().decode(key.substring("whsec_".length())));
        var process = new ProcessBuilder(List.of(
                        TOOL.toString(), "dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:" + hex, "-binary"))
                .start();
        try (var in = process.getOutputStream()) {
            in.write((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            in.write(body);
        }
        var signature = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return "v1," + Base64.getEncoder().encodeToString(signature);
    }
}
