package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;

/// Where roles are to move, the target user must be able to create them.
final class CreateRolePrivilege implements Check {

    private static final String PRIVILEGE =
            "SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user";

    record Row(String target, String user, boolean migrateRoles, boolean mayCreate) {}

    @Override
    public String name() {
        return "create-role-privilege";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var target = examination.target();
        var migrateRoles = examination.request().options().rights().migrateRoles();
        var mayCreate = migrateRoles
                && target.query(PRIVILEGE, row -> row.getBoolean(1)).stream().anyMatch(Boolean::booleanValue);
        return assess(new Row(target.server(), target.endpoint().user(), migrateRoles, mayCreate));
    }

    List<Finding> assess(Row row) {
        if (!row.migrateRoles || row.mayCreate) {
            return List.of();
        }
        return List.of(Finding.error(
                        name(),
                        FindingCode.CANNOT_CREATE_ROLES,
                        row.target,
                        "User %s may not create roles, and roles are to be moved.".formatted(row.user),
                        "ALTER ROLE %s CREATEROLE; on the target, name another target user, or leave roles out (migrateRoles, --roles)."
                                .formatted(quoted(row.user)))
                .atTarget("ALTER ROLE %s CREATEROLE;".formatted(quoted(row.user))));
    }
}
