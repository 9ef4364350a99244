package dev.pgconvoy.it.command;

import dev.pgconvoy.it.environment.Environment;
import dev.pgconvoy.it.environment.PostgresServer;
import java.util.List;
import java.util.stream.Stream;

/// What a command about two servers is called with, at the brokers of an environment.
public record Arguments(List<String> line) {

    public static Arguments of(String command, Environment environment, String name) {
        return new Arguments(List.of(command, "--bootstrap-servers", environment.bootstrapServers(), "--name", name));
    }

    public Arguments from(PostgresServer source, String database) {
        return and("--source", uri(source, PostgresServer.SUPERUSER, database))
                .and("--source-password", "file:" + source.passwordFile());
    }

    public Arguments to(PostgresServer target) {
        return to(target, PostgresServer.SUPERUSER);
    }

    /// @param user who has the superuser's password
    public Arguments to(PostgresServer target, String user) {
        return and("--target", uri(target, user, "postgres")).and("--target-password", "file:" + target.passwordFile());
    }

    public Arguments and(String... more) {
        return new Arguments(Stream.concat(line.stream(), Stream.of(more)).toList());
    }

    public static String uri(PostgresServer server, String user, String database) {
        return "postgres://%s@%s:%d/%s".formatted(user, server.host(), server.port(), database);
    }
}
