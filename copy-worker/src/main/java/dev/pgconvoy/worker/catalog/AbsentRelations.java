package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Relations of the one server that the other one does not have.
public final class AbsentRelations {

    private AbsentRelations() {}

    public static Set<TableName> among(List<TableName> names, Connection session) throws SQLException {
        var absent = new HashSet<TableName>();
        if (names.isEmpty()) {
            return absent;
        }
        try (var statement = session.prepareStatement("SELECT pg_catalog.to_regclass(?) IS NULL")) {
            for (var name : names) {
                statement.setString(1, name.quoted());
                try (var row = statement.executeQuery()) {
                    row.next();
                    if (row.getBoolean(1)) {
                        absent.add(name);
                    }
                }
            }
        }
        return absent;
    }
}
