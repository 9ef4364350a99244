package dev.pgconvoy.it.promise;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.postgres.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The database of one plan on the source, what its pieces put on both servers, and the sessions that they keep open.
/// What the server does not make beside what is there already is left out: a script is all or nothing, so that a seed
/// always makes the same.
final class PromiseDatabase implements AutoCloseable {

    private final PromisePlan plan;
    private final RunningServer source;
    private final RunningServer target;
    private final List<Connection> sessions = new ArrayList<>();
    private final List<String> families = new ArrayList<>();
    private final List<String> pieces = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    private PromiseDatabase(PromisePlan plan, RunningServer source, RunningServer target) {
        this.plan = plan;
        this.source = source;
        this.target = target;
    }

    static PromiseDatabase create(PromisePlan plan, RunningServer source, RunningServer target) throws SQLException {
        var database = new PromiseDatabase(plan, source, target);
        database.remove();
        SuperuserSql.execute(
                source,
                "postgres",
                "CREATE DATABASE %s TEMPLATE template0 ENCODING '%s' %s"
                        .formatted(Identifiers.quoted(plan.database()), plan.encoding(), plan.locale()));
        database.fill();
        return database;
    }

    private void fill() {
        for (var family : plan.families()) {
            attempt(family.name(), families, () -> SuperuserSql.execute(source, plan.database(), family.sql()));
        }
        for (var piece : plan.pieces()) {
            attempt(piece.name(), pieces, () -> add(piece));
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    private void attempt(String name, List<String> made, Step step) {
        try {
            step.run();
            made.add(name);
        } catch (SQLException e) {
            refused.add("%s: %s".formatted(name, firstLine(e)));
        }
    }

    private static String firstLine(SQLException e) {
        return Optional.ofNullable(e.getMessage())
                .orElse("")
                .lines()
                .findFirst()
                .orElse("");
    }

    private void add(HostilePiece piece) throws SQLException {
        for (var step : piece.steps().entrySet()) {
            var sql = step.getValue()
                    .replace(":role", Identifiers.quoted(plan.role()))
                    .replace(":db", Identifiers.quoted(plan.database()))
                    .replace(":name", name());
            switch (step.getKey()) {
                case SOURCE_SERVER -> each(source, sql);
                case TARGET_SERVER -> each(target, sql);
                case DATABASE -> SuperuserSql.execute(source, plan.database(), sql);
                case MEANWHILE -> keepOpen(sql);
            }
        }
    }

    /// Databases are not made in a transaction: a line is a statement.
    private static void each(RunningServer server, String sql) throws SQLException {
        for (var statement : sql.lines().toList()) {
            SuperuserSql.execute(server, "postgres", statement);
        }
    }

    private void keepOpen(String sql) throws SQLException {
        var session = source.connect(plan.database());
        sessions.add(session);
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> families() {
        return families;
    }

    List<String> pieces() {
        return pieces;
    }

    List<String> refused() {
        return refused;
    }

    /// Whatever was done to it: nobody may be able to connect to it any more.
    private void remove() throws SQLException {
        for (var server : List.of(source, target)) {
            SuperuserSql.execute(
                    server,
                    "postgres",
                    SuperuserSql.resource("promise/open_database").replace(":name", name()));
            SuperuserSql.execute(
                    server,
                    "postgres",
                    "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(Identifiers.quoted(plan.database())));
            dropIfThere(server, "TABLESPACE", "SELECT spcname FROM pg_tablespace WHERE spcname = '%s'");
            dropIfThere(server, "ROLE", "SELECT rolname FROM pg_roles WHERE rolname = '%s'");
        }
    }

    private void dropIfThere(RunningServer server, String kind, String query) throws SQLException {
        for (var name : SuperuserSql.lines(server, "postgres", query.formatted(plan.role()))) {
            if (kind.equals("ROLE")) {
                SuperuserSql.execute(server, "postgres", "DROP OWNED BY " + name);
            }
            SuperuserSql.execute(server, "postgres", "DROP %s %s".formatted(kind, name));
        }
    }

    private String name() {
        return "'" + plan.database().replace("'", "''") + "'";
    }

    @Override
    public void close() throws SQLException {
        for (var session : sessions) {
            session.close();
        }
        remove();
    }
}
