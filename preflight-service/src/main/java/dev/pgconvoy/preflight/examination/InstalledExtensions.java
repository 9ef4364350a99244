package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.migration.filter.FilterRules;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The extensions of the source that move: those of the databases that can be reached, without the ones left out. One
/// goes with its schema when that is left out, unless the schema is there anyway or the extension makes it.
public final class InstalledExtensions {

    private static final String INSTALLED = """
            SELECT e.extname, e.extversion, n.nspname, e.extrelocatable,
                   n.nspname NOT IN ('public', 'pg_catalog')
                       AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_namespace'::regclass
                                                                    AND d.objid = n.oid AND d.deptype = 'e')
            FROM pg_extension AS e
            JOIN pg_namespace AS n ON n.oid = e.extnamespace
            WHERE e.extname <> 'plpgsql'
            ORDER BY 1
            """;

    /// An extension in a database.
    ///
    /// @param schema where its objects are
    /// @param relocatable whether it can be moved to another schema
    public record Installed(String database, String extension, String version, String schema, boolean relocatable) {}

    /// @param withSchema whether it can only be where its schema is
    private record Listed(Installed installed, boolean withSchema) {

        private boolean isMoved(FilterRules rules) {
            return rules.includesExtension(installed.extension)
                    && (!withSchema || rules.includesSchema(installed.schema));
        }
    }

    private InstalledExtensions() {}

    static List<Installed> of(Examination examination) throws SQLException {
        var rules = new FilterRules(examination.request().options().filters());
        var installed = new ArrayList<Installed>();
        for (var database : DatabaseCheck.reachable(examination)) {
            try (var session = examination.source().in(database)) {
                session
                        .query(
                                INSTALLED,
                                row -> new Listed(
                                        new Installed(
                                                database,
                                                row.getString(1),
                                                row.getString(2),
                                                row.getString(3),
                                                row.getBoolean(4)),
                                        row.getBoolean(5)))
                        .stream()
                        .filter(listed -> listed.isMoved(rules))
                        .map(Listed::installed)
                        .forEach(installed::add);
            }
        }
        return List.copyOf(installed);
    }
}
