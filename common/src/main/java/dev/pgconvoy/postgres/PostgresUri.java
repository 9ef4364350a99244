package dev.pgconvoy.postgres;

import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server as libpq's connection strings name it: `postgres://user:password@host:port/database?sslmode=require` or
/// `host=… port=… user=… dbname=…`. Errors never repeat it.
///
/// @param withoutEffect parameters that were given and that pgconvoy decides itself
public record PostgresUri(
        String host,
        int port,
        Optional<String> user,
        Optional<Secret> password,
        Optional<String> database,
        Optional<SslMode> sslMode,
        TlsParameters tls,
        List<String> withoutEffect) {

    public PostgresUri {
        withoutEffect = List.copyOf(withoutEffect);
    }

    /// Without a service, which only those can look up who have the user's files.
    public static PostgresUri parse(String text) {
        var parameters = ConnectionStrings.parameters(text);
        if (parameters.containsKey(LibpqKeywords.SERVICE)) {
            throw new IllegalArgumentException("service is refused: name the server itself");
        }
        return of(parameters);
    }

    /// @param parameters as libpq names them
    public static PostgresUri of(Map<String, String> parameters) {
        var used = LibpqKeywords.used(LibpqKeywords.requireKnown(parameters));
        return new PostgresUri(
                host(used),
                port(used.getOrDefault("port", "5432")),
                Optional.ofNullable(used.get("user")),
                Optional.ofNullable(used.get("password")).map(Secret::new),
                Optional.ofNullable(used.get("dbname")),
                Optional.ofNullable(used.get("sslmode")).map(SslMode::parse),
                new TlsParameters(
                        Optional.ofNullable(used.get("sslrootcert")),
                        Optional.ofNullable(used.get("sslcert")),
                        Optional.ofNullable(used.get("sslkey")),
                        Optional.ofNullable(used.get("channel_binding")).map(ChannelBinding::parse)),
                LibpqKeywords.withoutEffect(parameters));
    }

    private static String host(Map<String, String> used) {
        var named = used.getOrDefault("host", "").replaceAll("^\\[|]$", "");
        var address = used.getOrDefault("hostaddr", "");
        if (named.startsWith("/") || named.startsWith("@")) {
            throw new IllegalArgumentException(
                    "a Unix socket is named as host, and pgconvoy connects by TCP, also from other machines: name a host, such as localhost");
        }
        ConnectionStrings.requireOne(named);
        ConnectionStrings.requireOne(address);
        ConnectionStrings.requireOne(used.getOrDefault("port", ""));
        if (!named.isEmpty() && !address.isEmpty() && !named.equals(address)) {
            throw new IllegalArgumentException(
                    "hostaddr is refused beside host: name the server by one of them, by its name where sslmode is verify-full");
        }
        if (!named.isEmpty()) {
            return named;
        }
        return address.isEmpty() ? "localhost" : address;
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("the port is not a number");
        }
    }
}
