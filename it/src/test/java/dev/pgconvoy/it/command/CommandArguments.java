package dev.pgconvoy.it.command;

import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import java.util.List;
import java.util.stream.Stream;

/// What a command about two servers is called with, at the brokers of an environment.
public record CommandArguments(List<String> line) {

    public static CommandArguments of(String command, TestEnvironment environment, String name) {
        return new CommandArguments(
                List.of(command, "--bootstrap-servers", environment.bootstrapServers(), "--name", name));
    }

    public CommandArguments from(RunningServer source, String database) {
        return and("--source", uri(source, RunningServer.SUPERUSER, database))
                .and("--source-password", "file:" + source.passwordFile());
    }

    public CommandArguments to(RunningServer target) {
        return to(target, RunningServer.SUPERUSER);
    }

    /// @param user who has the superuser's password
    public CommandArguments to(RunningServer target, String user) {
        return and("--target", uri(target, user, "postgres")).and("--target-password", "file:" + target.passwordFile());
    }

    public CommandArguments and(String... more) {
        return new CommandArguments(
                Stream.concat(line.stream(), Stream.of(more)).toList());
    }

    public static String uri(RunningServer server, String user, String database) {
        return "postgres://%s@%s:%d/%s".formatted(user, server.host(), server.port(), database);
    }
}
