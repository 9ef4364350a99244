package dev.pgconvoy.worker.roles;

import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What the target says of roles that are to own something.
///
/// @param usable whether we may give it objects, and then go on working with them
public record OwnerRole(String name, boolean there, boolean usable) {

    private static final int SET_OPTION = 16;

    public static List<OwnerRole> find(Connection target, Collection<String> names) throws SQLException {
        var newer = target.getMetaData().getDatabaseMajorVersion() >= SET_OPTION;
        try (var statement =
                target.prepareStatement(WorkerSql.read(newer ? "roles/find_owners_pg16" : "roles/find_owners"))) {
            statement.setArray(1, target.createArrayOf("text", names.toArray()));
            var found = new ArrayList<OwnerRole>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new OwnerRole(rows.getString(1), rows.getBoolean(2), rows.getBoolean(3)));
                }
            }
            return found;
        }
    }
}
