package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;

/// The target user must be able to create the databases.
final class CreateDatabasePrivilege implements Check {

    private static final String PRIVILEGE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user";

    record Row(String target, String user, boolean mayCreate) {}

    @Override
    public String name() {
        return "create-database-privilege";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var target = examination.target();
        var mayCreate =
                target.query(PRIVILEGE, row -> row.getBoolean(1)).stream().anyMatch(Boolean::booleanValue);
        return assess(new Row(target.server(), target.endpoint().user(), mayCreate));
    }

    List<Finding> assess(Row row) {
        if (row.mayCreate) {
            return List.of();
        }
        return List.of(Finding.error(
                        name(),
                        FindingCode.CANNOT_CREATE_DATABASES,
                        row.target,
                        "User %s may not create databases.".formatted(row.user),
                        "ALTER ROLE %s CREATEDB; on the target, or name another target user."
                                .formatted(quoted(row.user)))
                .atTarget("ALTER ROLE %s CREATEDB;".formatted(quoted(row.user))));
    }
}
