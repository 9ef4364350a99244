package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;

/// On a server of Azure the user of a migration must be a member of its administrators, who may create extensions, own
/// what others make and end sessions.
final class AzureAdmin implements Check {

    /// No row on a server that has no such role.
    private static final String MEMBER =
            "SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = 'azure_pg_admin'";

    @Override
    public String name() {
        return "azure-admin";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var target = examination.target();
        if (target.query(MEMBER, row -> row.getBoolean(1)).stream().allMatch(Boolean::booleanValue)) {
            return List.of();
        }
        var user = target.endpoint().user();
        var statement = "GRANT azure_pg_admin TO %s;".formatted(quoted(user));
        return List.of(Finding.warning(
                        name(),
                        FindingCode.NOT_AZURE_ADMIN,
                        target.server(),
                        "User %s is no member of azure_pg_admin, which this server has.".formatted(user),
                        "Migrate as the server's administrator, or as that one: " + statement)
                .atTarget(statement));
    }
}
