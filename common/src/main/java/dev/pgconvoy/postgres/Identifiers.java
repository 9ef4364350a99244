package dev.pgconvoy.postgres;

import java.util.Collection;
import java.util.stream.Collectors;

/// SQL identifiers and literals, always quoted.
public final class Identifiers {

    private Identifiers() {}

    public static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    public static String quotedList(Collection<String> identifiers) {
        return identifiers.stream().map(Identifiers::quoted).collect(Collectors.joining(", "));
    }

    /// For statements that take no parameters (`SET TRANSACTION SNAPSHOT`, `COMMENT`).
    public static String literal(String text) {
        var escaped = text.replace("'", "''");
        return text.contains("\\") ? " E'" + escaped.replace("\\", "\\\\") + "'" : "'" + escaped + "'";
    }
}
