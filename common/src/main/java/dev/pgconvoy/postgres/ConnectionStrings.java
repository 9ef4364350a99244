package dev.pgconvoy.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads libpq's connection strings, as a URI or as `host=… dbname=…`, into their parameters. Errors never repeat what
/// was written, which may hold a password.
public final class ConnectionStrings {

    private static final String FORMS =
            "a server is named as postgres://user@host:port/database or \"host=… port=… user=… dbname=…\"";
    private static final String QUOTE = "'";
    private static final List<String> SCHEMES = List.of("postgresql://", "postgres://");
    private static final Pattern OTHER_SCHEME = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.:-]*://.*");

    private ConnectionStrings() {}

    /// Not judged yet, but for names: only those that libpq knows are taken.
    public static Map<String, String> parameters(String text) {
        for (var scheme : SCHEMES) {
            if (text.startsWith(scheme)) {
                return LibpqKeywords.requireKnown(ofUri(text.substring(scheme.length())));
            }
        }
        if (!text.contains(QUOTE)) {
            requireNoOtherForm(text);
        }
        if (OTHER_SCHEME.matcher(text).matches() || !text.contains("=")) {
            requireNoOtherForm(text);
            throw new IllegalArgumentException(FORMS);
        }
        try {
            return LibpqKeywords.requireKnown(ofPairs(text));
        } catch (IllegalArgumentException e) {
            requireNoOtherForm(text);
            throw e;
        }
    }

    /// What is in quotes may look like anything, so that a text with quotes is read first.
    private static void requireNoOtherForm(String text) {
        OtherForms.hint(text).ifPresent(hint -> {
            throw new IllegalArgumentException(hint);
        });
    }

    private static Map<String, String> ofUri(String rest) {
        var query = rest.indexOf('?');
        var parameters = new LinkedHashMap<String, String>();
        if (query >= 0) {
            addQuery(rest.substring(query + 1), parameters);
        }
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
        requireOne(hostPort);
        var portColon = hostPort.lastIndexOf(':') > hostPort.lastIndexOf(']') ? hostPort.lastIndexOf(':') : -1;
        var colon = userInfo.indexOf(':');
        put(parameters, "host", decode(portColon < 0 ? hostPort : hostPort.substring(0, portColon)));
        put(parameters, "port", portColon < 0 ? "" : hostPort.substring(portColon + 1));
        put(parameters, "user", decode(colon < 0 ? userInfo : userInfo.substring(0, colon)));
        put(parameters, "password", decode(colon < 0 ? "" : userInfo.substring(colon + 1)));
        put(parameters, "dbname", decode(slash < 0 ? "" : main.substring(slash + 1)));
        return parameters;
    }

    static void requireOne(String hosts) {
        if (hosts.contains(",")) {
            throw new IllegalArgumentException(
                    "several hosts are named; a migration stays with one server, so name the one that is meant");
        }
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    private static void addQuery(String query, Map<String, String> parameters) {
        for (var pair : query.split("&")) {
            if (!pair.isEmpty()) {
                var equals = pair.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException("a parameter in the URI has no value: name=value");
                }
                parameters.put(pair.substring(0, equals), decode(pair.substring(equals + 1)));
            }
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("the URI has a malformed percent escape");
        }
    }

    /// Names and values with `=` between, and white space between the pairs. Single quotes hold
    /// white space; a backslash takes the next character as it is.
    private static Map<String, String> ofPairs(String text) {
        var parameters = new LinkedHashMap<String, String>();
        var reader = new PairReader(text);
        while (reader.hasMore()) {
            var name = reader.name();
            parameters.put(name, reader.value());
        }
        return parameters;
    }

    private static final class PairReader {

        private final String text;
        private int position;

        private PairReader(String text) {
            this.text = text;
        }

        private boolean hasMore() {
            while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
                position++;
            }
            return position < text.length();
        }

        private String name() {
            var start = position;
            while (position < text.length()
                    && text.charAt(position) != '='
                    && !Character.isWhitespace(text.charAt(position))) {
                position++;
            }
            var name = text.substring(start, position);
            if (!hasMore() || text.charAt(position) != '=') {
                throw new IllegalArgumentException(
                        "a word in the connection string has no = after it; a value with white space stands in single quotes");
            }
            position++;
            return name;
        }

        private String value() {
            if (!hasMore()) {
                return "";
            }
            return text.charAt(position) == '\'' ? quoted() : plain();
        }

        private String plain() {
            var value = new StringBuilder();
            while (position < text.length() && !Character.isWhitespace(text.charAt(position))) {
                take(value);
            }
            return value.toString();
        }

        private String quoted() {
            var value = new StringBuilder();
            position++;
            while (position < text.length()) {
                if (text.charAt(position) == '\'') {
                    position++;
                    return value.toString();
                }
                take(value);
            }
            throw new IllegalArgumentException("a single quote in the connection string is not closed");
        }

        private void take(StringBuilder value) {
            if (text.charAt(position) == '\\' && position + 1 < text.length()) {
                position++;
            }
            value.append(text.charAt(position));
            position++;
        }
    }
}
