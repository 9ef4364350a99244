package dev.pgconvoy.it.promise;

import dev.pgconvoy.it.content.Databases;
import dev.pgconvoy.it.content.Family;
import dev.pgconvoy.it.content.Sql;
import dev.pgconvoy.it.environment.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;

/// The users of both servers, each of the target with a maintenance database of its own: the users of one server keep
/// the lead of its migrations in one place.
final class PromiseServers {

    static final String READER = "promise_reader";
    static final String MEMBER = "promise_member";
    static final String STRANGER = "promise_stranger";

    private PromiseServers() {}

    static void prepare(PostgresServer source, PostgresServer target) throws SQLException, IOException {
        Family.createRoles(source);
        Family.createRoles(target);
        if (exists(source, READER)) {
            return;
        }
        Sql.execute(
                source,
                "postgres",
                "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE pg_read_all_data".formatted(READER, password(source)));
        for (var user : List.of(MEMBER, STRANGER)) {
            Sql.execute(
                    target,
                    "postgres",
                    "CREATE ROLE %s LOGIN CREATEDB PASSWORD '%s'".formatted(user, password(target)));
            Databases.create(target, user);
            Sql.execute(target, "postgres", "GRANT CREATE ON DATABASE %1$s TO %1$s".formatted(user));
        }
        Sql.execute(
                target, "postgres", "GRANT fam_owner, fam_reader, \"Fam; --\", fam_superuser TO %s".formatted(MEMBER));
    }

    private static boolean exists(PostgresServer server, String role) throws SQLException {
        return !Sql.lines(server, "postgres", "SELECT rolname FROM pg_roles WHERE rolname = '%s'".formatted(role))
                .isEmpty();
    }

    private static String password(PostgresServer server) throws IOException {
        return Files.readString(server.passwordFile()).strip();
    }
}
