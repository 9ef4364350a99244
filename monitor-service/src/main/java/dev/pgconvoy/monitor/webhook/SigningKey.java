package dev.pgconvoy.monitor.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key of Standard Webhooks 1.0: `whsec_` and 24 to 64 bytes in base64. Nothing prints it.
final class SigningKey {

    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;
    private static final long LARGEST_FILE = 8_192;

    private final SecretKeySpec key;

    private SigningKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, HMAC);
    }

    /// Reads them anew each time, so that they can be rotated while the monitor runs.
    ///
    /// @param reference `file:/path` or `env:NAME`
    /// @throws IllegalStateException with the reason, without what is there
    static List<SigningKey> of(String reference, Function<String, Optional<String>> environment) {
        var found = Arrays.stream(text(reference, environment).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(word -> parse(word, reference))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalStateException(reference + " holds no key; put one line there: whsec_ and base64");
        }
        return found;
    }

    private static String text(String reference, Function<String, Optional<String>> environment) {
        if (reference.startsWith("env:")) {
            return environment
                    .apply(reference.substring("env:".length()))
                    .orElseThrow(() -> new IllegalStateException(reference + " is not set"));
        }
        if (reference.startsWith("file:")) {
            return file(Path.of(reference.substring("file:".length())));
        }
        throw new IllegalStateException("a webhook's secret is named by file:/path or env:NAME, and not written out");
    }

    private static String file(Path path) {
        try {
            if (Files.size(path) > LARGEST_FILE) {
                throw new IllegalStateException(path + " is too large to hold keys");
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(
                    path + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static SigningKey parse(String word, String reference) {
        try {
            if (word.startsWith(PREFIX)) {
                var bytes = Base64.getDecoder().decode(word.substring(PREFIX.length()));
                if (bytes.length >= SHORTEST && bytes.length <= LONGEST) {
                    return new SigningKey(bytes);
                }
            }
        } catch (IllegalArgumentException _) {
            // told below, without what is there
        }
        throw new IllegalStateException("%s holds a key that is not whsec_ and %d to %d bytes in base64"
                .formatted(reference, SHORTEST, LONGEST));
    }

    /// What the header `webhook-signature` says: one signature of each key.
    static String signatures(List<SigningKey> keys, String id, long timestamp, byte[] body) {
        return keys.stream()
                .map(key -> "v1," + key.sign("%s.%d.".formatted(id, timestamp), body))
                .collect(Collectors.joining(" "));
    }

    private String sign(String head, byte[] body) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
