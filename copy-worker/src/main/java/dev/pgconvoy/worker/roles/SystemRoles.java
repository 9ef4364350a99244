package dev.pgconvoy.worker.roles;

import java.util.Set;
import java.util.regex.Pattern;

/// Roles that a server or its provider makes, and that are not anybody's to move.
public final class SystemRoles {

    private static final Pattern PROVIDED =
            Pattern.compile("(azure_|azuresu|rds_|rdsadmin|rdsrepladmin|rdstopmgr|cloudsql|alloydb).*");

    private static final Set<String> SERVER_ACCESS =
            Set.of("pg_execute_server_program", "pg_read_server_files", "pg_write_server_files");

    private SystemRoles() {}

    static boolean contains(String name) {
        return isPredefined(name) || isProvided(name);
    }

    /// `pg_monitor` and the like: a role may be a member of them anywhere.
    static boolean isPredefined(String name) {
        return name.startsWith("pg_");
    }

    public static boolean isProvided(String name) {
        return PROVIDED.matcher(name).matches();
    }

    /// Whether members can read or write files, or run programs, as the server's own account: as good as a superuser.
    static boolean givesServerAccess(String name) {
        return SERVER_ACCESS.contains(name);
    }
}
