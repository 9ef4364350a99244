package dev.pgconvoy.launcher.request;

import dev.pgconvoy.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// libpq's password file: lines of `host:port:database:user:password`, where a field may be `*` and a
/// backslash escapes a colon or a backslash. The first line that matches counts.
record PasswordFile(List<String> lines) {

    private static final String ANY = "*";
    private static final int MATCHED = 4;

    PasswordFile {
        lines = List.copyOf(lines);
    }

    Optional<Secret> find(String host, int port, String database, String user) {
        var wanted = List.of(host, Integer.toString(port), database, user);
        return lines.stream().flatMap(line -> password(line, wanted).stream()).findFirst();
    }

    private static Optional<Secret> password(String line, List<String> wanted) {
        if (line.startsWith("#")) {
            return Optional.empty();
        }
        var fields = split(line);
        return fields.size() > MATCHED && matches(fields, wanted)
                ? Optional.of(new Secret(unescaped(fields.get(MATCHED)))).filter(secret -> !secret.isEmpty())
                : Optional.empty();
    }

    private static boolean matches(List<String> fields, List<String> wanted) {
        return Stream.iterate(0, i -> i < MATCHED, i -> i + 1)
                .allMatch(i ->
                        fields.get(i).equals(ANY) || unescaped(fields.get(i)).equals(wanted.get(i)));
    }

    /// Still escaped, so that a `\*` is no wildcard.
    private static List<String> split(String line) {
        var fields = new ArrayList<String>();
        var start = 0;
        for (var i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\\') {
                i++;
            } else if (line.charAt(i) == ':') {
                fields.add(line.substring(start, i));
                start = i + 1;
            }
        }
        fields.add(line.substring(start));
        return fields;
    }

    private static String unescaped(String field) {
        return field.replaceAll("\\\\(.)", "$1");
    }
}
