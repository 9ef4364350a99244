package dev.pgconvoy.worker.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Takes a script of pg_dump apart where no function bodies are: grants, settings, comments.
public final class SqlStatements {

    private static final Pattern PIECE = Pattern.compile(
            "\\bE'(?:[^'\\\\]|''|\\\\.)*+'|'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|--[^\\n]*+|;|[^;]", Pattern.DOTALL);

    private SqlStatements() {}

    /// The statements without their semicolons and without what is only a comment.
    public static List<String> of(String script) {
        var statements = new ArrayList<String>();
        var statement = new StringBuilder();
        var pieces = PIECE.matcher(script);
        while (pieces.find()) {
            if (pieces.group().equals(";")) {
                add(statements, statement);
            } else if (!pieces.group().startsWith("--")) {
                statement.append(pieces.group());
            }
        }
        add(statements, statement);
        return statements;
    }

    private static void add(List<String> statements, StringBuilder statement) {
        if (!statement.toString().isBlank()) {
            statements.add(statement.toString().strip());
        }
        statement.setLength(0);
    }
}
