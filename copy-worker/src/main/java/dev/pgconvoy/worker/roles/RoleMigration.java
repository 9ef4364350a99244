package dev.pgconvoy.worker.roles;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Moves the roles of a server in one transaction on the target, in the session that holds the lead.
public final class RoleMigration {

    private final Connection admin;
    private final boolean serverAccess;
    private final SettingTrial trial;
    private final JoinedRoles joined;
    private final List<Finding> notes = new ArrayList<>();

    /// @param serverAccess whether memberships that give access to the server's machine are moved
    /// @param trial of what sessions of a role begin with
    public RoleMigration(Connection admin, boolean serverAccess, SettingTrial trial, JoinedRoles joined) {
        this.admin = admin;
        this.serverAccess = serverAccess;
        this.trial = trial;
        this.joined = joined;
    }

    public void run(Connection source) throws SQLException {
        var reader = new RoleReader(source);
        var planner = new RolePlanner(new RoleReader(admin).roles(), user(admin), version(admin), serverAccess);
        var plan = planner.plan(reader.roles(), reader.memberships(), reader.settings(), reader.verifiers());
        notes.addAll(plan.notes());
        admin.setAutoCommit(false);
        try {
            for (var statement : plan.statements()) {
                var objection = trial.objectionAmongNewRoles(statement.sql());
                objection.ifPresent(notes::add);
                if (objection.isEmpty()) {
                    attempt(statement).ifPresent(notes::add);
                }
            }
            admin.commit();
        } catch (SQLException e) {
            admin.rollback();
            throw e;
        } finally {
            admin.setAutoCommit(true);
        }
    }

    /// What could not be moved or was done differently; only once.
    public synchronized List<Finding> takeNotes() {
        var taken = List.copyOf(notes);
        notes.clear();
        return taken;
    }

    /// Whoever gives objects to a role, and goes on working with them, must be a member of it. A membership that
    /// another migration has taken is shared.
    public synchronized void join(List<String> owners) throws SQLException {
        if (owners.isEmpty()) {
            return;
        }
        joined.alone(() -> {
            var shared = joined.notedByOthers();
            var needed = OwnerRole.find(admin, owners).stream()
                    .filter(role -> role.there() && (!role.usable() || shared.contains(role.name())))
                    .toList();
            joined.note(needed.stream().map(OwnerRole::name).toList());
            for (var role : needed) {
                if (!role.usable()) {
                    attempt(grant(role.name()));
                }
            }
        });
    }

    private RoleStatement grant(String role) throws SQLException {
        var grant = "GRANT %s TO CURRENT_USER".formatted(quoted(role));
        return new RoleStatement(
                RolePlanner.described(role),
                version(admin) >= RoleMembership.OPTIONS ? grant + " WITH INHERIT TRUE, SET TRUE" : grant);
    }

    /// Gives up what [#join] took, under former leaders, too. Whoever shares a membership and leaves last gives it up.
    public synchronized List<Finding> leave() throws SQLException {
        var refused = new ArrayList<Finding>();
        joined.alone(() -> {
            refused.clear();
            var ours = new ArrayList<>(joined.noted());
            ours.removeAll(joined.notedByOthers());
            for (var role : memberships(ours)) {
                attempt(new RoleStatement(
                                "membership of the target's user in " + RolePlanner.described(role),
                                "REVOKE %s FROM CURRENT_USER".formatted(quoted(role))))
                        .ifPresent(refused::add);
            }
            joined.forget();
        });
        return refused;
    }

    /// A role may have refused us, or be gone.
    private List<String> memberships(List<String> roles) throws SQLException {
        try (var query = admin.prepareStatement("""
                SELECT r.rolname FROM pg_catalog.pg_auth_members AS m JOIN pg_catalog.pg_roles AS r ON r.oid = m.roleid
                JOIN pg_catalog.pg_roles AS ours ON ours.oid = m.member
                WHERE ours.rolname = current_user AND r.rolname = ANY (?) GROUP BY 1 ORDER BY 1""")) {
            query.setArray(1, admin.createArrayOf("text", roles.toArray()));
            var found = new ArrayList<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private Optional<Finding> attempt(RoleStatement wanted) throws SQLException {
        var transaction = !admin.getAutoCommit();
        var savepoint = transaction ? Optional.of(admin.setSavepoint()) : Optional.<java.sql.Savepoint>empty();
        try (var statement = admin.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(wanted.sql());
            if (savepoint.isPresent()) {
                admin.releaseSavepoint(savepoint.get());
            }
            return Optional.empty();
        } catch (SQLException e) {
            var failure = SqlFailures.classify(e, wanted.object());
            if (failure.code().retryable()) {
                throw e;
            }
            if (savepoint.isPresent()) {
                admin.rollback(savepoint.get());
                admin.releaseSavepoint(savepoint.get()); // or it keeps a lock until the end
            }
            return Optional.of(Finding.warning(
                    "roles",
                    FindingCode.ROLE_REFUSED,
                    wanted.object(),
                    "The target refused it: " + failure.message(),
                    wanted.shown().isEmpty()
                            ? "Do it by hand, as a user who may."
                            : "Do it by hand, as a user who may: " + wanted.shown()));
        }
    }

    static String user(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT current_user")) {
            row.next();
            return row.getString(1);
        }
    }

    /// Such as 170000.
    static int version(Connection session) throws SQLException {
        return Integer.parseInt(
                        session.getMetaData().getDatabaseProductVersion().split("[^0-9]", 2)[0])
                * 10_000;
    }
}
