package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.preflight.model.SourceDatabase;
import java.sql.SQLException;
import java.util.List;

/// Reads which databases the source has.
public final class DatabaseCatalog {

    /// `datconnlimit` is -2 after an interrupted DROP DATABASE.
    private static final String DATABASES = """
            SELECT datname, pg_encoding_to_char(encoding), datistemplate, datallowconn AND datconnlimit <> -2,
                   has_database_privilege(oid, 'CONNECT')
            FROM pg_database
            ORDER BY datname
            """;

    private DatabaseCatalog() {}

    public static List<SourceDatabase> of(ServerSession source) throws SQLException {
        return source.query(
                DATABASES,
                row -> new SourceDatabase(
                        row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4), row.getBoolean(5)));
    }
}
