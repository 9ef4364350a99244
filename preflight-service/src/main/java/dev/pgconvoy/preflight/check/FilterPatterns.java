package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.FilterRules;
import dev.pgconvoy.migration.Filters;
import dev.pgconvoy.migration.NamePattern;
import dev.pgconvoy.migration.TablePattern;
import dev.pgconvoy.preflight.model.Codes;
import dev.pgconvoy.preflight.model.SourceDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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

    /// @param kind `schema`, `table` (with its name), `extension` or `database`
    record Name(String kind, String name, String table) {}

    /// Something of one relation that needs another.
    record Tie(String what, String schema, String table, String otherSchema, String otherTable) {}

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
                Codes.PATTERN_UNMATCHED,
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
                        Codes.TORN_APART,
                        "%s of %s.%s in \"%s\"".formatted(tie.what, tie.schema, tie.table, database),
                        "It is left out, because it needs %s.%s, which is excluded."
                                .formatted(tie.otherSchema, tie.otherTable),
                        "Include that, too, or accept the loss."))
                .toList();
    }
}
