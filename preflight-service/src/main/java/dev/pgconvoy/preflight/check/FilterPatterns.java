package dev.pgconvoy.preflight.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.migration.filter.NamePattern;
import dev.pgconvoy.migration.filter.TablePattern;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.ServerSession;
import dev.pgconvoy.preflight.model.SourceDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A pattern that matches nothing is a mistake; what a filter tears apart is said.
final class FilterPatterns implements Check {

    private static final String NAMES = """
            SELECT 'schema', nspname, '' FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
            UNION ALL
            SELECT 'table', n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            UNION ALL
            SELECT 'extension', extname, '' FROM pg_extension
            """;

    private static final String TIES = """
            SELECT 'foreign key ' || k.conname, n.nspname, c.relname, rn.nspname, r.relname
            FROM pg_constraint AS k
            JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_class AS r ON r.oid = k.confrelid JOIN pg_namespace AS rn ON rn.oid = r.relnamespace
            WHERE k.contype = 'f'
            UNION ALL
            SELECT DISTINCT 'view', n.nspname, c.relname, rn.nspname, r.relname
            FROM pg_rewrite AS w
            JOIN pg_class AS c ON c.oid = w.ev_class AND c.relkind IN ('v', 'm')
            JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                               AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
            JOIN pg_class AS r ON r.oid = d.refobjid JOIN pg_namespace AS rn ON rn.oid = r.relnamespace
            ORDER BY 1, 2, 3
            """;

    private static final String USES_OF_EXTENSIONS = """
            WITH RECURSIVE part (extension, classid, objid) AS (
                SELECT e.extname, d.classid, d.objid
                FROM pg_depend AS d JOIN pg_extension AS e ON e.oid = d.refobjid
                WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
                UNION
                SELECT p.extension, d.classid, d.objid
                FROM part AS p JOIN pg_depend AS d ON d.refclassid = p.classid AND d.refobjid = p.objid
                WHERE d.deptype = 'i'
            )
            SELECT DISTINCT p.extension, pg_describe_object(d.classid, d.objid, 0)
            FROM part AS p JOIN pg_depend AS d ON d.refclassid = p.classid AND d.refobjid = p.objid
            WHERE d.deptype IN ('n', 'a') AND d.classid <> 'pg_extension'::regclass
              AND NOT EXISTS (SELECT FROM part AS own WHERE own.classid = d.classid AND own.objid = d.objid)
            ORDER BY 1, 2
            """;

    /// @param kind `schema`, `table` (with its name), `extension` or `database`
    record Name(String kind, String name, String table) {}

    /// Something of one relation that needs another.
    record Tie(String what, String schema, String table, String otherSchema, String otherTable) {}

    /// Something that needs an object of an extension.
    record Use(String extension, String user) {}

    @Override
    public String name() {
        return "filter-patterns";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var filters = examination.request().options().filters();
        if (filters.equals(Filters.NONE)) {
            return List.of();
        }
        var findings = new ArrayList<Finding>();
        var names = new ArrayList<Name>();
        examination.selection().catalog().stream()
                .map(SourceDatabase::name)
                .forEach(database -> names.add(new Name("database", database, "")));
        for (var database : DatabaseCheck.reachable(examination)) {
            try (var session = examination.source().in(database)) {
                names.addAll(
                        session.query(NAMES, row -> new Name(row.getString(1), row.getString(2), row.getString(3))));
                findings.addAll(torn(filters, database, ties(session)));
                findings.addAll(bereft(filters, database, uses(session)));
            }
        }
        findings.addAll(0, unmatched(filters, names));
        return findings;
    }

    private static List<Tie> ties(ServerSession session) throws SQLException {
        return session.query(
                TIES,
                row -> new Tie(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
    }

    private static List<Use> uses(ServerSession session) throws SQLException {
        return session.query(USES_OF_EXTENSIONS, row -> new Use(row.getString(1), row.getString(2)));
    }

    List<Finding> unmatched(Filters filters, List<Name> names) {
        var findings = new ArrayList<Finding>();
        findings.addAll(named("excludeDatabases", "database", filters.excludeDatabases(), names));
        findings.addAll(named("includeSchemas", "schema", filters.includeSchemas(), names));
        findings.addAll(named("excludeSchemas", "schema", filters.excludeSchemas(), names));
        findings.addAll(tables("includeTables", filters.includeTables(), names));
        findings.addAll(tables("excludeTables", filters.excludeTables(), names));
        findings.addAll(tables("excludeTableData", filters.excludeTableData(), names));
        findings.addAll(named("excludeExtensions", "extension", filters.excludeExtensions(), names));
        return findings;
    }

    private List<Finding> named(String filter, String kind, List<String> patterns, List<Name> names) {
        return patterns.stream()
                .filter(text -> {
                    var pattern = NamePattern.parse(text);
                    return matchesNone(names, name -> name.kind.equals(kind) && pattern.matches(name.name));
                })
                .map(text -> unmatched(filter, text, kind))
                .toList();
    }

    private List<Finding> tables(String filter, List<String> patterns, List<Name> names) {
        return patterns.stream()
                .filter(text -> {
                    var pattern = TablePattern.parse(text);
                    return matchesNone(
                            names, name -> name.kind.equals("table") && pattern.matches(name.name, name.table));
                })
                .map(text -> unmatched(filter, text, "table"))
                .toList();
    }

    private static boolean matchesNone(List<Name> names, Predicate<Name> matches) {
        return names.stream().noneMatch(matches);
    }

    private Finding unmatched(String filter, String pattern, String kind) {
        return Finding.error(
                name(),
                FindingCode.PATTERN_UNMATCHED,
                "%s: %s".formatted(filter, pattern),
                "No %s of the source matches this pattern.".formatted(kind),
                "Correct it: letters mean their lower case, names with capitals stand in double quotes; or remove it.");
    }

    List<Finding> torn(Filters filters, String database, List<Tie> ties) {
        var rules = new FilterRules(filters);
        return ties.stream()
                .filter(tie -> rules.includesTable(tie.schema, tie.table)
                        && !rules.includesTable(tie.otherSchema, tie.otherTable))
                .map(tie -> Finding.warning(
                        name(),
                        FindingCode.TORN_APART,
                        "%s of %s.%s in \"%s\"".formatted(tie.what, tie.schema, tie.table, database),
                        "It is left out, because it needs %s.%s, which is excluded."
                                .formatted(tie.otherSchema, tie.otherTable),
                        "Include that, too, or accept the loss."))
                .toList();
    }

    List<Finding> bereft(Filters filters, String database, List<Use> uses) {
        var rules = new FilterRules(filters);
        var users = uses.stream()
                .filter(use -> !rules.includesExtension(use.extension))
                .collect(groupingBy(Use::extension, TreeMap::new, mapping(Use::user, toList())));
        return users.entrySet().stream()
                .map(extension -> Finding.warning(
                        name(),
                        FindingCode.TORN_APART,
                        "extension %s in \"%s\"".formatted(extension.getKey(), database),
                        "It is excluded, and these need it and are left out, with all that depends on them: %s."
                                .formatted(NameListing.of(extension.getValue())),
                        "Include the extension, or accept the loss."))
                .toList();
    }
}
