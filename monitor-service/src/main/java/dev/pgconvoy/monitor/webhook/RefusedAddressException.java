package dev.pgconvoy.monitor.webhook;

import java.io.Serial;

/// A receiver's name leads to an address that is not allowed.
final class RefusedAddressException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    RefusedAddressException(String host) {
        super("%s: its address is not allowed; for receivers in your own network set PGCONVOY_WEBHOOKS_ALLOW_PRIVATE"
                .formatted(host));
    }
}
