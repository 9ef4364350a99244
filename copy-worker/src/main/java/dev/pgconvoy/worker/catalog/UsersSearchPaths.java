package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.worker.SearchPath;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The search paths that the sessions of a source database begin with, as far as the target has
/// their schemas. A schema in which everybody may create is left out: somebody could put code of
/// his own there, which would run in our session.
public final class UsersSearchPaths {

    private static final int MOST = 4;
    private static final String LIST = WorkerSql.read("catalog/list_search_paths");

    private static final String USABLE = """
            SELECT nspname FROM pg_catalog.pg_namespace
            WHERE NOT EXISTS (SELECT FROM pg_catalog.aclexplode(nspacl) AS a
                              WHERE a.grantee = 0 AND a.privilege_type = 'CREATE')""";

    private UsersSearchPaths() {}

    /// The first ones are those of whoever owns most.
    public static List<SearchPath> of(Connection source, Connection target) throws SQLException {
        var usable = usable(target);
        var paths = new ArrayList<SearchPath>();
        try (var statement = source.createStatement();
                var rows = statement.executeQuery(LIST)) {
            while (rows.next() && paths.size() < MOST) {
                var path = SearchPath.of(rows.getString(2), rows.getString(1)).within(usable);
                if (!path.schemas().isEmpty() && !paths.contains(path)) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }

    private static Set<String> usable(Connection target) throws SQLException {
        try (var statement = target.createStatement();
                var rows = statement.executeQuery(USABLE)) {
            var usable = new HashSet<String>();
            while (rows.next()) {
                usable.add(rows.getString(1));
            }
            return usable;
        }
    }
}
