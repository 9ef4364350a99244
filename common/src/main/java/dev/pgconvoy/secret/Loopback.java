package dev.pgconvoy.secret;

import java.util.Locale;
import java.util.regex.Pattern;

/// Tells addresses of this machine from all others by what they look like. No name is looked up: an answer of the
/// network must not decide how far a link is trusted.
public final class Loopback {

    private static final Pattern FORM =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|::1|0:0:0:0:0:0:0:1");

    private Loopback() {}

    /// @param host a name or an address, an IPv6 address without brackets
    public static boolean isLoopback(String host) {
        return FORM.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }
}
