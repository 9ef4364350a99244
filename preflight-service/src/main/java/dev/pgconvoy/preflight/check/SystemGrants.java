package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rights on objects of the system (`pg_authid`, `pg_read_file`) that are not those which they came with. Only a
/// superuser of the target may give or take them.
final class SystemGrants implements Check {

    private static final String RIGHTS = PreflightSql.read("check/list_system_rights");

    private static final String SYSTEM = "pg_catalog";

    /// Before it no server remembers what its objects came with, and pg_dump moves no such rights.
    private static final ServerVersion FIRST_TO_REMEMBER = new ServerVersion(90_600);

    /// @param word `GRANT` or `REVOKE`
    /// @param object `ON …` as it stands in a GRANT, for a column after its name in parentheses
    /// @param grantee empty for `PUBLIC`
    record Right(String word, String privilege, String object, String grantee) {

        String statement() {
            return "%s %s %s %s %s"
                    .formatted(
                            word,
                            privilege,
                            object,
                            word.equals("GRANT") ? "TO" : "FROM",
                            grantee.isEmpty() ? "PUBLIC" : quoted(grantee));
        }
    }

    record Row(String database, List<Right> rights) {
        Row {
            rights = List.copyOf(rights);
        }
    }

    @Override
    public String name() {
        return "system-grants";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var options = examination.request().options();
        if (options.rights().noAcl()
                || examination.source().version().compareTo(FIRST_TO_REMEMBER) < 0
                || !new FilterRules(options.filters()).includesSchema(SYSTEM)
                || examination.targetUser().isSuperuser()) {
            return List.of();
        }
        var findings = new ArrayList<Finding>();
        for (var database : DatabaseCheck.reachable(examination)) {
            try (var session = examination.source().in(database)) {
                var rights = session
                        .query(
                                RIGHTS,
                                row -> new Right(
                                        row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                        .stream()
                        .filter(right -> !OwnerRoles.isProvided(right.grantee))
                        .toList();
                assess(new Row(database, rights)).ifPresent(findings::add);
            }
        }
        return findings;
    }

    Optional<Finding> assess(Row row) {
        if (row.rights.isEmpty()) {
            return Optional.empty();
        }
        var statements = row.rights.stream().map(Right::statement).toList();
        return Optional.of(Finding.warning(
                name(),
                FindingCode.SYSTEM_GRANTS,
                row.database,
                "The source has rights on objects of the system that the target's user may not give: %s."
                        .formatted(NameListing.of(statements)),
                "As a superuser of the target, in this database, after the migration: %s;"
                        .formatted(String.join("; ", statements))));
    }
}
