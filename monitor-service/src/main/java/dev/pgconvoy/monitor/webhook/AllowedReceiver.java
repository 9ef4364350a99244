package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.migration.notification.RequestedReceiver;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A receiver that requests name and that the configuration allows: one for all of them.
///
/// @param key names the entry of the configuration that allows it
/// @param secret names its keys
/// @param isDefault whether a request that names no key means this one
record AllowedReceiver(String key, URI url, String secret, boolean isDefault) {

    private static final int CHARACTERS_OF_HASH = 32;

    /// The same in every monitor; shows nothing of the path.
    String name() {
        return key + "." + hash(url.toString());
    }

    boolean isMeantBy(RequestedReceiver receiver) {
        return receiver.url().equals(url.toString())
                && receiver.key().map(key::equals).orElse(isDefault);
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, CHARACTERS_OF_HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
