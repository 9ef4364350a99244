package dev.pgconvoy.it.content;

import dev.pgconvoy.it.environment.RunningServer;
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
import java.util.stream.Stream;

/// The schema of a database as sorted lines: of `pg_dump -s` where one is at hand that can read both servers, of the
/// catalogue otherwise.
public final class SchemaLines {

    private static final List<String> KINDS = List.of(
            "relations",
            "columns",
            "constraints",
            "indexes",
            "triggers",
            "rules",
            "functions",
            "types",
            "comments",
            "others");
    private static final int DETAILS_SINCE = 15;
    private static final List<String> DETAILED = Stream.concat(
                    KINDS.stream(),
                    Stream.of("storage", "operators", "text_searches", "foreign_data", "replication", "rights"))
            .toList();
    private static final Pattern SAYS_NOTHING =
            Pattern.compile("|--.*|SET .*|SELECT pg_catalog\\.set_config.*|\\\\(un)?restrict .*");

    private SchemaLines() {}

    /// How to read the schemas of these servers so that they can be compared.
    private static Reader forBoth(RunningServer one, RunningServer other, List<String> leavingOut) {
        var tools = PgTools.find(Optional.empty());
        return tools.canDump(version(one)) && tools.canDump(version(other))
                ? (server, database) -> dumped(tools, leavingOut, server, database)
                : byCatalogue(one, other);
    }

    /// In the words that both have.
    private static Reader byCatalogue(RunningServer one, RunningServer other) {
        var kinds = Math.min(one.major(), other.major()) >= DETAILS_SINCE ? DETAILED : KINDS;
        return (server, database) -> catalogued(kinds, server, database);
    }

    /// Lines in order.
    private interface Reader {
        List<String> read(RunningServer server, String database) throws SQLException, IOException, InterruptedException;
    }

    /// Lines that only one of them has, the source's with a minus; sorted lines may repeat.
    public static List<String> differences(RunningServer source, RunningServer target, String database)
            throws SQLException, IOException, InterruptedException {
        return differences(source, target, database, List.of());
    }

    /// @param leavingOut options of `pg_dump` that keep out what was not to be moved
    public static List<String> differences(
            RunningServer source, RunningServer target, String database, List<String> leavingOut)
            throws SQLException, IOException, InterruptedException {
        return differences(forBoth(source, target, leavingOut), source, target, database);
    }

    /// The same, but of a statement that the other side does not have at all the first line only, so that it is one
    /// difference. Who has granted what is not among them.
    public static List<String> statementDifferences(
            RunningServer source, RunningServer target, String database, List<String> leavingOut)
            throws SQLException, IOException, InterruptedException {
        var tools = PgTools.find(Optional.empty());
        if (!tools.canDump(version(source)) || !tools.canDump(version(target))) {
            return differences(source, target, database, leavingOut);
        }
        return statementDifferences(
                dump(tools, leavingOut, source, database), dump(tools, leavingOut, target, database));
    }

    static List<String> statementDifferences(List<String> source, List<String> target) {
        var missing = new ArrayList<>(comparable(source, target));
        var differences = new ArrayList<String>();
        for (var line : comparable(target, source)) {
            if (!missing.remove(line)) {
                differences.add("+ " + line);
            }
        }
        missing.forEach(line -> differences.add("- " + line));
        return differences;
    }

    /// All lines but those that continue a statement which the other dump does not begin so often.
    private static List<String> comparable(List<String> dump, List<String> other) {
        var begun = new ArrayList<>(other);
        var lines = new ArrayList<String>();
        var begins = true;
        var isThere = true;
        for (var line : dump) {
            if (begins) {
                isThere = begun.remove(line);
            }
            if (!line.equals("RESET SESSION AUTHORIZATION;") && (begins || isThere)) {
                lines.add(line);
            }
            begins = line.endsWith(";");
        }
        return lines.stream().sorted().toList();
    }

    /// The same by the catalogue alone, which also knows what no dump holds: indexes that are not valid, materialized
    /// views that are not filled.
    public static List<String> catalogueDifferences(RunningServer source, RunningServer target, String database)
            throws SQLException, IOException, InterruptedException {
        return differences(byCatalogue(source, target), source, target, database);
    }

    /// The same as far as servers since 9.6 agree on words, for one schema.
    public static List<String> portableDifferences(RunningServer source, RunningServer target, String database)
            throws SQLException, IOException, InterruptedException {
        return differences(
                (server, name) -> SuperuserSql.lines(server, name, SuperuserSql.resource("content/list_portably")),
                source,
                target,
                database);
    }

    private static List<String> differences(Reader reader, RunningServer source, RunningServer target, String database)
            throws SQLException, IOException, InterruptedException {
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

    private static ServerVersion version(RunningServer server) {
        return new ServerVersion(server.major() * 10_000);
    }

    private static List<String> dumped(PgTools tools, List<String> leavingOut, RunningServer server, String database)
            throws IOException, InterruptedException {
        return dump(tools, leavingOut, server, database).stream().sorted().toList();
    }

    /// In the order of the dump.
    private static List<String> dump(PgTools tools, List<String> leavingOut, RunningServer server, String database)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(tools.dump().toString(), "--schema-only");
        builder.command().addAll(leavingOut);
        builder.environment().putAll(server.libpq(database));
        var process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1); // any bytes
        if (process.waitFor() != 0) {
            throw new IllegalStateException("pg_dump cannot read the schema of " + database);
        }
        return text.lines()
                .filter(Predicate.not(line -> SAYS_NOTHING.matcher(line).matches()))
                .map(SchemaLines::inOldWords)
                .toList();
    }

    /// Servers since 14 say IN before a procedure's arguments. Which column of a child is the last one may change.
    private static String inOldWords(String line) {
        var inOldWords =
                line.contains(" PROCEDURE ") ? line.replace("(IN ", "(").replace(", IN ", ", ") : line;
        return inOldWords.endsWith(",") ? inOldWords.substring(0, inOldWords.length() - 1) : inOldWords;
    }

    /// The same words from servers of different versions, as far as they agree on words.
    private static List<String> catalogued(List<String> kinds, RunningServer server, String database)
            throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            statement.execute("SET search_path = ''");
            var lines = new ArrayList<String>();
            for (var query : kinds) {
                for (var line : SuperuserSql.bytes(connection, SuperuserSql.resource("content/schema/list_" + query))) {
                    lines.add(query + ": " + line);
                }
            }
            return lines.stream().sorted().toList();
        }
    }
}
