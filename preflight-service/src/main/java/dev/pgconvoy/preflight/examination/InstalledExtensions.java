package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.migration.filter.FilterRules;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The extensions of the source that move: those of the databases that can be reached, without the ones left out.
public final class InstalledExtensions {

    private static final String INSTALLED = "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1";

    /// An extension in a database.
    public record Installed(String database, String extension) {}

    private InstalledExtensions() {}

    public static List<Installed> of(Examination examination) throws SQLException {
        var rules = new FilterRules(examination.request().options().filters());
        var installed = new ArrayList<Installed>();
        for (var database : DatabaseCheck.reachable(examination)) {
            try (var session = examination.source().in(database)) {
                session.query(INSTALLED, row -> row.getString(1)).stream()
                        .filter(rules::includesExtension)
                        .forEach(extension -> installed.add(new Installed(database, extension)));
            }
        }
        return installed;
    }
}
