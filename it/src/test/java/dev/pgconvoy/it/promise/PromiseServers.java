package dev.pgconvoy.it.promise;

import dev.pgconvoy.it.content.ObjectFamily;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
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

    static void prepare(RunningServer source, RunningServer target) throws SQLException, IOException {
        ObjectFamily.createRoles(source);
        ObjectFamily.createRoles(target);
        if (exists(source, READER)) {
            return;
        }
        SuperuserSql.execute(
                source,
                "postgres",
                "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE pg_read_all_data".formatted(READER, password(source)));
        for (var user : List.of(MEMBER, STRANGER)) {
            SuperuserSql.execute(
                    target,
                    "postgres",
                    "CREATE ROLE %s LOGIN CREATEDB PASSWORD '%s'".formatted(user, password(target)));
            TestDatabases.create(target, user);
            SuperuserSql.execute(target, "postgres", "GRANT CREATE ON DATABASE %1$s TO %1$s".formatted(user));
        }
        SuperuserSql.execute(
                target, "postgres", "GRANT fam_owner, fam_reader, \"Fam; --\", fam_superuser TO %s".formatted(MEMBER));
    }

    private static boolean exists(RunningServer server, String role) throws SQLException {
        return !SuperuserSql.lines(
                        server, "postgres", "SELECT rolname FROM pg_roles WHERE rolname = '%s'".formatted(role))
                .isEmpty();
    }

    private static String password(RunningServer server) throws IOException {
        return Files.readString(server.passwordFile()).strip();
    }
}
