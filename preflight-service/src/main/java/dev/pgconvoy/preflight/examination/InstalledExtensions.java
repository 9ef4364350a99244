package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.migration.filter.FilterRules;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The extensions of the source that move: those of the databases that can be reached, without the ones left out.
public final class InstalledExtensions {

    private static final String INSTALLED = """
            SELECT e.extname, e.extversion, n.nspname, e.extrelocatable
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

    private InstalledExtensions() {}

    public static List<Installed> of(Examination examination) throws SQLException {
        var rules = new FilterRules(examination.request().options().filters());
        var installed = new ArrayList<Installed>();
        for (var database : DatabaseCheck.reachable(examination)) {
            try (var session = examination.source().in(database)) {
                session
                        .query(
                                INSTALLED,
                                row -> new Installed(
                                        database,
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getBoolean(4)))
                        .stream()
                        .filter(extension -> rules.includesExtension(extension.extension()))
                        .forEach(installed::add);
            }
        }
        return installed;
    }
}
