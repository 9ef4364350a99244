package dev.pgconvoy.it.promise;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SchemaLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.environment.RunningServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the target does not have as the source has it, found without the engine: rows, sequences, large objects, the
/// schema, and what belongs to the database itself.
final class NamedLosses {

    private static final Pattern BETWEEN_NAMES = Pattern.compile("[^\\p{L}\\p{N}_$]+");
    private static final Pattern OWNER_OF_DATABASE = Pattern.compile("^[+-] database owner \"?(.+?)\"?$");
    private static final Set<String> OF_OWNERS = Set.of("PGC1302", "PGC1303", "PGC2052");

    /// Words of SQL, as remedies and definitions have them.
    private static final Pattern OF_SQL = Pattern.compile("[A-Z]+");

    /// Words that say nothing about which object is meant.
    private static final Set<String> WORDS = Set.of(
            "table",
            "tables",
            "view",
            "index",
            "constraint",
            "column",
            "function",
            "role",
            "schema",
            "database",
            "setting",
            "sequence",
            "extension",
            "type",
            "owner",
            "public",
            "postgres",
            "and",
            "the",
            "for",
            "not",
            "from",
            "with",
            "source",
            "target",
            "default",
            "trigger",
            "check",
            "key",
            "foreign",
            "server",
            "large",
            "object",
            "objects",
            "privileges",
            "grant",
            "statement_timeout",
            "rows",
            "everything",
            "was",
            "checked",
            "calls",
            "code",
            "users");
    private static final int SHORTEST_NAME = 3;

    private NamedLosses() {}

    static List<String> of(RunningServer source, RunningServer target, PromisePlan plan)
            throws SQLException, IOException, InterruptedException {
        var database = plan.database();
        var wanted = ContentLines.of(source, database);
        var found = ContentLines.of(target, database);
        var losses = new ArrayList<String>();
        compare("rows", wanted.tables(), found.tables(), losses);
        compare("sequence", wanted.sequences(), found.sequences(), losses);
        if (plan.wishes().dumpOptions().isEmpty()) {
            compare("large object", wanted.largeObjects(), found.largeObjects(), losses);
            compare("database", ofDatabase(source, database), ofDatabase(target, database), losses);
        }
        losses.addAll(SchemaLines.statementDifferences(
                source, target, database, plan.wishes().dumpOptions()));
        return losses;
    }

    private static List<String> ofDatabase(RunningServer server, String database) throws SQLException {
        return SuperuserSql.lines(server, database, SuperuserSql.resource("content/list_database"));
    }

    private static void compare(String what, List<String> wanted, List<String> found, List<String> losses) {
        var missing = new ArrayList<>(wanted);
        for (var line : found) {
            if (!missing.remove(line)) {
                losses.add("+ %s %s".formatted(what, line));
            }
        }
        missing.forEach(line -> losses.add("- %s %s".formatted(what, line)));
    }

    /// Those of which no finding and no note names an object. A database has no name of its own among them, so that a
    /// word is not enough for its owner: a finding about the owner of this very database must quote the role.
    static List<String> unnamed(List<String> losses, List<JsonNode> told, String database) {
        var names = told.stream().flatMap(NamedLosses::names).collect(Collectors.toCollection(HashSet::new));
        names.removeAll(BETWEEN_NAMES.splitAsStream(database).toList());
        return losses.stream()
                .filter(Predicate.not(loss -> {
                    var owner = OWNER_OF_DATABASE.matcher(loss);
                    return owner.matches()
                            ? told.stream().anyMatch(finding -> namesOwner(finding, database, owner.group(1)))
                            : BETWEEN_NAMES.splitAsStream(loss).anyMatch(names::contains);
                }))
                .toList();
    }

    private static boolean namesOwner(JsonNode finding, String database, String role) {
        var object = finding.path("object").asText();
        return OF_OWNERS.contains(finding.path("code").asText())
                && (object.equals("database " + database) || object.equals("database \"%s\"".formatted(database)))
                && finding.path("message").asText().contains("\"%s\"".formatted(role));
    }

    private static Stream<String> names(JsonNode finding) {
        return Stream.of("object", "message", "remedy")
                .filter(field ->
                        !field.equals("remedy") || finding.path("code").asText().startsWith("PGC20"))
                .flatMap(field ->
                        Arrays.stream(BETWEEN_NAMES.split(finding.path(field).asText())))
                .filter(name -> name.length() >= SHORTEST_NAME)
                .filter(name -> !WORDS.contains(name) && !OF_SQL.matcher(name).matches());
    }
}
