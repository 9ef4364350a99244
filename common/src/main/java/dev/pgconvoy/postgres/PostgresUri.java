package dev.pgconvoy.postgres;

import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A libpq connection URI: `postgres://user:password@host:port/database?sslmode=require`. Its errors never repeat it.
public record PostgresUri(
        String host,
        int port,
        Optional<String> user,
        Optional<Secret> password,
        Optional<String> database,
        Optional<SslMode> sslMode,
        TlsParameters tls) {

    private static final List<String> PARAMETERS = List.of(
            "channel_binding",
            "dbname",
            "host",
            "password",
            "port",
            "sslcert",
            "sslkey",
            "sslmode",
            "sslrootcert",
            "user");

    public static PostgresUri parse(String uri) {
        var rest = withoutScheme(uri);
        var query = rest.indexOf('?');
        var parameters = query < 0 ? Map.<String, String>of() : parameters(rest.substring(query + 1));
        var main = query < 0 ? rest : rest.substring(0, query);
        var slash = main.indexOf('/');
        if (slash >= 0 && main.indexOf('@', slash) >= 0) {
            throw new IllegalArgumentException(
                    "a / or @ in the user, password or database must be written as %2F or %40 in the URI");
        }
        var authority = slash < 0 ? main : main.substring(0, slash);
        var at = authority.lastIndexOf('@');
        var userInfo = at < 0 ? "" : authority.substring(0, at);
        var hostPort = authority.substring(at + 1);
        if (hostPort.contains(",")) {
            throw new IllegalArgumentException("the URI names several hosts; name one server");
        }
        var portColon = hostPort.lastIndexOf(':') > hostPort.lastIndexOf(']') ? hostPort.lastIndexOf(':') : -1;
        var host = portColon < 0 ? hostPort : hostPort.substring(0, portColon);
        var colon = userInfo.indexOf(':');
        return new PostgresUri(
                present(decode(host.replaceAll("^\\[|]$", "")))
                        .or(() -> Optional.ofNullable(parameters.get("host")))
                        .orElse("localhost"),
                port(present(portColon < 0 ? "" : hostPort.substring(portColon + 1))
                        .or(() -> Optional.ofNullable(parameters.get("port")))
                        .orElse("5432")),
                present(decode(colon < 0 ? userInfo : userInfo.substring(0, colon)))
                        .or(() -> Optional.ofNullable(parameters.get("user"))),
                present(decode(colon < 0 ? "" : userInfo.substring(colon + 1)))
                        .or(() -> Optional.ofNullable(parameters.get("password")))
                        .map(Secret::new),
                present(decode(slash < 0 ? "" : main.substring(slash + 1)))
                        .or(() -> Optional.ofNullable(parameters.get("dbname"))),
                Optional.ofNullable(parameters.get("sslmode")).map(SslMode::parse),
                tls(parameters));
    }

    private static TlsParameters tls(Map<String, String> parameters) {
        return new TlsParameters(
                Optional.ofNullable(parameters.get("sslrootcert")),
                Optional.ofNullable(parameters.get("sslcert")),
                Optional.ofNullable(parameters.get("sslkey")),
                Optional.ofNullable(parameters.get("channel_binding")).map(ChannelBinding::parse));
    }

    private static String withoutScheme(String uri) {
        for (var scheme : new String[] {"postgresql://", "postgres://"}) {
            if (uri.startsWith(scheme)) {
                return uri.substring(scheme.length());
            }
        }
        throw new IllegalArgumentException("a server is named as postgres://user@host:port/database");
    }

    private static Map<String, String> parameters(String query) {
        return Arrays.stream(query.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .peek(pair -> {
                    if (pair.length != 2 || !PARAMETERS.contains(pair[0])) {
                        throw new IllegalArgumentException(
                                "the URI has a parameter that is not supported; supported are " + PARAMETERS);
                    }
                })
                .collect(Collectors.toMap(pair -> pair[0], pair -> decode(pair[1]), (_, last) -> last));
    }

    private static Optional<String> present(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("the port in the URI is not a number");
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("the URI has a malformed percent escape");
        }
    }
}
