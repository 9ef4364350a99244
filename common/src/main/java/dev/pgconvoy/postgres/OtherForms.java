package dev.pgconvoy.postgres;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Connection strings of other clients, which people have at hand. They get a hint that shows
/// the form of libpq, without the password; where it is not certain what is the password,
/// nothing of theirs is shown.
final class OtherForms {

    private static final String ANY = "postgres://user@host:port/database";
    private static final Pattern JDBC = Pattern.compile("(?is)jdbc:postgres(?:ql)?:(?://)?(.*)");
    private static final Pattern WITH_DRIVER = Pattern.compile("(?is)(?:postgres(?:ql)?\\+\\w+|postgis|pgsql)://(.*)");
    private static final Pattern PAIRS =
            Pattern.compile("(?is).*\\b(?:host|server|data source|user id|username)\\s*=[^;]*;.*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}");
    private static final List<String> MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private OtherForms() {}

    /// What to write instead; empty when it is none of the forms that are known.
    static Optional<String> hint(String text) {
        var jdbc = JDBC.matcher(text);
        if (jdbc.matches()) {
            return Optional.of(sentence("JDBC", ofUri(jdbc.group(1))));
        }
        var driver = WITH_DRIVER.matcher(text);
        if (driver.matches()) {
            return Optional.of(sentence("SQLAlchemy and its like", ofUri(driver.group(1))));
        }
        return PAIRS.matcher(text).matches() ? Optional.of(sentence(".NET", ofPairs(text))) : Optional.empty();
    }

    private static String sentence(String whose, Optional<String> form) {
        return "this is the form of %s; write %s, and give the password in PGCONVOY_SOURCE_PASSWORD or PGCONVOY_TARGET_PASSWORD"
                .formatted(whose, form.orElse(ANY));
    }

    private static Optional<String> ofUri(String rest) {
        var query = rest.indexOf('?');
        var main = query < 0 ? rest : rest.substring(0, query);
        var parameters = query < 0 ? "" : rest.substring(query + 1);
        var slash = main.indexOf('/');
        var authority = slash < 0 ? main : main.substring(0, slash);
        var database = slash < 0 ? "" : main.substring(slash + 1);
        if (parameters.contains("@") || database.contains("@")) {
            return Optional.empty();
        }
        var given = new LinkedHashMap<String, String>();
        Arrays.stream(parameters.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> given.put(pair[0].toLowerCase(Locale.ROOT), pair[1]));
        var at = authority.lastIndexOf('@');
        if (at >= 0) {
            given.put("user", authority.substring(0, at).split(":", 2)[0]);
        }
        var hostPort = authority.substring(at + 1);
        var colon = hostPort.lastIndexOf(':') > hostPort.lastIndexOf(']') ? hostPort.lastIndexOf(':') : -1;
        given.put("host", colon < 0 ? hostPort : hostPort.substring(0, colon));
        given.put("port", colon < 0 ? "" : hostPort.substring(colon + 1));
        given.put("database", database);
        return shown(given);
    }

    /// In quotes a value may hold anything, also what looks like a pair.
    private static Optional<String> ofPairs(String text) {
        if (text.contains("'") || text.contains("\"")) {
            return Optional.empty();
        }
        var given = new LinkedHashMap<String, String>();
        for (var pair : text.split(";")) {
            var parts = pair.split("=", 2);
            if (parts.length == 2) {
                given.put(ofNet(parts[0].strip().toLowerCase(Locale.ROOT)), parts[1].strip());
            }
        }
        return shown(given);
    }

    private static String ofNet(String name) {
        return switch (name) {
            case "server", "data source" -> "host";
            case "username", "user id", "userid", "uid" -> "user";
            case "db", "initial catalog" -> "database";
            case "ssl mode" -> "sslmode";
            default -> name;
        };
    }

    /// Empty when something in it does not look like what it should be.
    private static Optional<String> shown(Map<String, String> given) {
        var host = given.getOrDefault("host", "");
        var port = given.getOrDefault("port", "");
        var user = given.getOrDefault("user", "");
        var database = given.getOrDefault("database", "");
        if (!HOST.matcher(host).matches() || !fits(PORT, port) || !fits(NAME, user) || !fits(NAME, database)) {
            return Optional.empty();
        }
        return Optional.of("postgres://%s@%s%s%s%s"
                .formatted(
                        user.isEmpty() ? "user" : user,
                        host,
                        port.isEmpty() ? "" : ":" + port,
                        database.isEmpty() ? "" : "/" + database,
                        mode(given)));
    }

    private static boolean fits(Pattern form, String text) {
        return text.isEmpty() || form.matcher(text).matches();
    }

    /// JDBC's ssl=true proves the server.
    private static String mode(Map<String, String> given) {
        var mode = given.getOrDefault("sslmode", "").toLowerCase(Locale.ROOT);
        if (MODES.contains(mode)) {
            return "?sslmode=" + mode;
        }
        return given.getOrDefault("ssl", "").equals("true") ? "?sslmode=verify-full" : "";
    }
}
