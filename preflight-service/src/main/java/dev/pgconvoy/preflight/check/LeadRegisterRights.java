package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.postgres.OwnSchema;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// While migrations run, a schema of ours in the target's maintenance database says who leads them. The target user
/// must be able to make it, and to use it when it is there.
final class LeadRegisterRights implements Check {

    static final String SCHEMA = "pgconvoy_lead";

    private static final String REGISTER = """
            SELECT has_database_privilege(current_database(), 'CREATE'),
                   n.oid IS NOT NULL,
                   n.oid IS NOT NULL AND pg_has_role(n.nspowner, 'USAGE')
            FROM (SELECT) AS one
            LEFT JOIN pg_namespace AS n ON n.nspname = 'pgconvoy_lead'
            """;

    enum Schema {
        ABSENT,
        OURS,
        /// A superuser's, who has not granted it.
        CLOSED
    }

    /// @param mayCreate schemas in the maintenance database
    /// @param foreign what in the schema is not as we make it
    record Row(
            String target,
            String user,
            String database,
            boolean mayCreate,
            Schema schema,
            Optional<OwnSchema.Foreign> foreign) {}

    @Override
    public String name() {
        return "lead-register";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var target = examination.target();
        var endpoint = target.endpoint();
        var foreign = target.ask(OwnSchema.LEAD::foreign);
        return target
                .query(
                        REGISTER,
                        row -> new Row(
                                target.server(),
                                endpoint.user(),
                                endpoint.maintenanceDatabase(),
                                row.getBoolean(1),
                                schema(row.getBoolean(2), row.getBoolean(3)),
                                foreign))
                .stream()
                .flatMap(row -> assess(row).stream())
                .toList();
    }

    private static Schema schema(boolean exists, boolean usable) {
        if (!exists) {
            return Schema.ABSENT;
        }
        return usable ? Schema.OURS : Schema.CLOSED;
    }

    List<Finding> assess(Row row) {
        if (row.foreign.isPresent()) {
            return List.of(foreign(row, row.foreign.get()));
        }
        return switch (row.schema) {
            // CREATE SCHEMA IF NOT EXISTS demands the right also when there is one.
            case ABSENT, OURS -> row.mayCreate ? List.of() : List.of(cannotCreate(row));
            case CLOSED ->
                List.of(
                        Finding.error(
                                name(),
                                FindingCode.CANNOT_REGISTER_LEAD,
                                row.target,
                                "pgconvoy keeps in schema %s of database %s who leads, and user %s may not use that schema, which another user's migration made."
                                        .formatted(SCHEMA, quoted(row.database), row.user),
                                "Wait until the other user's migrations have ended, use the same target user, or name another maintenanceDatabase."));
        };
    }

    private Finding foreign(Row row, OwnSchema.Foreign foreign) {
        return Finding.error(
                name(),
                FindingCode.FOREIGN_LEAD_SCHEMA,
                row.target,
                "Database %s: %s".formatted(quoted(row.database), foreign.message()),
                foreign.remedy());
    }

    private Finding cannotCreate(Row row) {
        return Finding.error(
                        name(),
                        FindingCode.CANNOT_REGISTER_LEAD,
                        row.target,
                        "pgconvoy keeps in schema %s of database %s who leads, and user %s may not create schemas there."
                                .formatted(SCHEMA, quoted(row.database), row.user),
                        "GRANT CREATE ON DATABASE %s TO %s, or name another maintenanceDatabase."
                                .formatted(quoted(row.database), quoted(row.user)))
                .atTarget("GRANT CREATE ON DATABASE %s TO %s;".formatted(quoted(row.database), quoted(row.user)));
    }
}
