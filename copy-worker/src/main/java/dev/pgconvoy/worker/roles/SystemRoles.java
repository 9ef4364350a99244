package dev.pgconvoy.worker.roles;

import java.util.regex.Pattern;

/// Roles that a server or its provider makes, and that are not anybody's to move.
final class SystemRoles {

    private static final Pattern PROVIDED =
            Pattern.compile("(azure_|azuresu|rds_|rdsadmin|rdsrepladmin|rdstopmgr|cloudsql|alloydb).*");

    private SystemRoles() {}

    static boolean contains(String name) {
        return isPredefined(name) || isProvided(name);
    }

    /// `pg_monitor` and the like: a role may be a member of them anywhere.
    static boolean isPredefined(String name) {
        return name.startsWith("pg_");
    }

    static boolean isProvided(String name) {
        return PROVIDED.matcher(name).matches();
    }
}
