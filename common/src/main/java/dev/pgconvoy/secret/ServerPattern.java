package dev.pgconvoy.secret;

import java.util.Locale;
import java.util.regex.Pattern;

/// Servers, and as whom: `[USER@]HOST[:PORT]`, in which `*` stands for any characters. What is left out is any. An IPv6
/// address stands in brackets.
///
/// @param port empty for any
record ServerPattern(String user, String host, String port) {

    private static final Pattern FORM = Pattern.compile(
            "(?:(?<user>.+)@)?(?<host>[A-Za-z0-9*][A-Za-z0-9*._-]*|\\[[0-9A-Fa-f:.*]+])(?::(?<port>[0-9]{1,5}))?");
    private static final String ANY = "*";

    ServerPattern {
        host = host.toLowerCase(Locale.ROOT);
    }

    static ServerPattern parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'%s' is not [USER@]HOST[:PORT], perhaps with *".formatted(text));
        }
        var user = form.group("user");
        var port = form.group("port");
        return new ServerPattern(
                user == null ? ANY : user,
                form.group("host").replaceAll("[\\[\\]]", ""),
                port == null ? "" : Integer.toString(Integer.parseInt(port)));
    }

    /// This one and no other.
    static ServerPattern of(PasswordUse use) {
        return new ServerPattern(use.user(), use.host(), Integer.toString(use.port()));
    }

    boolean matches(PasswordUse use) {
        return new Wildcard(user).matches(use.user())
                && new Wildcard(host).matches(use.host())
                && (port.isEmpty() || port.equals(Integer.toString(use.port())));
    }

    @Override
    public String toString() {
        return (user.equals(ANY) ? "" : user + "@")
                + (host.contains(":") ? "[" + host + "]" : host)
                + (port.isEmpty() ? "" : ":" + port);
    }
}
