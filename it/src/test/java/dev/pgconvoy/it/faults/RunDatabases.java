package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The databases of one run: copies of one of two templates of the same shape, so that rows of the one in the other are
/// found. No other run has these names.
///
/// @param names on both servers
/// @param wanted what must be on the target, by name
record RunDatabases(List<String> names, Map<String, ContentLines> wanted, long sourceBytes) {

    private static final List<String> TEMPLATES = List.of("faults_template_a", "faults_template_b");

    static void prepareTemplates(RunningServer source) throws SQLException {
        for (var template : TEMPLATES) {
            TestDatabases.create(source, template);
            SuperuserSql.execute(
                    source,
                    template,
                    SuperuserSql.resource("faults/fill_source").replace(":salt", template));
        }
    }

    /// A crash of the source in an earlier run emptied the table that has no log (and moved sequences on).
    private static void refill(RunningServer source, String template) throws SQLException {
        SuperuserSql.execute(source, template, """
                INSERT INTO scratch SELECT i, md5(i::text || '%s') FROM generate_series(1, 3000) i
                ON CONFLICT DO NOTHING""".formatted(template));
    }

    static RunDatabases create(RunningServer source, String prefix, int count) throws SQLException {
        var wanted = new HashMap<String, ContentLines>();
        var names = TEMPLATES.subList(0, count).stream()
                .map(template -> prefix + template.substring(template.lastIndexOf('_')))
                .toList();
        for (var i = 0; i < count; i++) {
            refill(source, TEMPLATES.get(i));
            SuperuserSql.execute(
                    source,
                    "postgres",
                    "CREATE DATABASE \"%s\" TEMPLATE \"%s\"".formatted(names.get(i), TEMPLATES.get(i)));
            wanted.put(names.get(i), ContentLines.of(source, names.get(i)));
        }
        var size = SuperuserSql.lines(source, "postgres", "SELECT pg_database_size('%s')".formatted(names.getFirst()));
        return new RunDatabases(names, Map.copyOf(wanted), Long.parseLong(size.getFirst()));
    }

    String first() {
        return names.getFirst();
    }
}
