package dev.pgconvoy.it.content;

import dev.pgconvoy.it.environment.PostgresServer;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The schema of a database as sorted lines: of `pg_dump -s` where one is at hand that can read both servers, of the
/// catalogue otherwise.
public final class Schema {

    private static final Pattern SAYS_NOTHING =
            Pattern.compile("|--.*|SET .*|SELECT pg_catalog\\.set_config.*|\\\\(un)?restrict .*");

    private Schema() {}

    /// How to read the schemas of these servers so that they can be compared.
    private static Reader forBoth(PostgresServer one, PostgresServer other) {
        var tools = PgTools.find(Optional.empty());
        return tools.canDump(version(one)) && tools.canDump(version(other))
                ? (server, database) -> dumped(tools, server, database)
                : Schema::catalogued;
    }

    /// Lines in order.
    private interface Reader {
        List<String> read(PostgresServer server, String database)
                throws SQLException, IOException, InterruptedException;
    }

    /// Lines that only one of them has, the source's with a minus; sorted lines may repeat.
    public static List<String> differences(PostgresServer source, PostgresServer target, String database)
            throws SQLException, IOException, InterruptedException {
        var reader = forBoth(source, target);
        var missing = new ArrayList<>(reader.read(source, database));
        var differences = new ArrayList<String>();
        for (var line : reader.read(target, database)) {
            if (!missing.remove(line)) {
                differences.add("+ " + line);
            }
        }
        missing.forEach(line -> differences.add("- " + line));
        return differences;
    }

    private static ServerVersion version(PostgresServer server) {
        return new ServerVersion(server.major() * 10_000);
    }

    private static List<String> dumped(PgTools tools, PostgresServer server, String database)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(tools.dump().toString(), "--schema-only");
        builder.environment().putAll(server.libpq(database));
        var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("pg_dump cannot read the schema of " + database);
        }
        return text.lines()
                .filter(Predicate.not(line -> SAYS_NOTHING.matcher(line).matches()))
                .map(Schema::inOldWords)
                .sorted()
                .toList();
    }

    /// Servers since 14 say IN before a procedure's arguments.
    private static String inOldWords(String line) {
        return line.contains(" PROCEDURE ") ? line.replace("(IN ", "(").replace(", IN ", ", ") : line;
    }

    /// The same words from servers of different versions, as far as they agree on words.
    private static List<String> catalogued(PostgresServer server, String database) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            statement.execute("SET search_path = ''");
            var lines = new ArrayList<String>();
            for (var query : List.of(
                    "relations",
                    "columns",
                    "constraints",
                    "indexes",
                    "triggers",
                    "rules",
                    "functions",
                    "types",
                    "comments",
                    "others")) {
                for (var line : Sql.lines(connection, Sql.resource("content/schema/list_" + query))) {
                    lines.add(query + ": " + line);
                }
            }
            return lines.stream().sorted().toList();
        }
    }
}
