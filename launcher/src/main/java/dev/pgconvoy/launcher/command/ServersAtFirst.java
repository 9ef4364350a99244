package dev.pgconvoy.launcher.command;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.CommandSide;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.secret.SecretResolver;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.GT;

/// A look at both servers before anything is started, for what makes starting useless: a password that is missing, no
/// `pg_dump`, or one that is older than the source. Whatever else is wrong is for the checks, whose findings are in the
/// report.
final class ServersAtFirst {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// The driver's, when the server asks for something that was not given.
    private static final String NOTHING_TO_SHOW = "08004";

    private final ServerConnector connector;
    private final PgTools tools;

    private ServersAtFirst(SecretResolver secrets, PgTools tools) {
        this.connector = new ServerConnector(secrets, PATIENCE);
        this.tools = tools;
    }

    /// @throws CommandException with everything that was found
    static void require(MigrationRequest request, SecretResolver secrets, CommandSession session) {
        var servers = new ServersAtFirst(secrets, tools(session));
        session.say("looking at both servers");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var looks = Stream.of(CommandSide.values())
                    .map(side -> CompletableFuture.supplyAsync(() -> servers.problem(request, side), threads))
                    .toList();
            var problems = looks.stream().flatMap(look -> look.join().stream()).toList();
            if (!problems.isEmpty()) {
                throw new CommandException(
                        problems.getFirst().code(),
                        problems.stream()
                                .map(problem -> String.valueOf(problem.getMessage()))
                                .collect(Collectors.joining(System.lineSeparator())));
            }
        }
    }

    private static PgTools tools(CommandSession session) {
        try {
            return PgTools.find(session.variable("PGCONVOY_PG_BIN").map(Path::of));
        } catch (MigrationException e) {
            throw CommandException.unusable(e.failure().sentence());
        }
    }

    private Optional<CommandException> problem(MigrationRequest request, CommandSide side) {
        var endpoint = request.server(side.serverSide());
        try (var connection = connector.openRaw(
                        side.serverSide(), endpoint, endpoint.maintenanceDatabase(), request.id(), "look");
                var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW server_version_num")) {
            row.next();
            var version = new ServerVersion(row.getInt(1));
            return side == CommandSide.SOURCE && !tools.canDump(version)
                    ? Optional.of(tooOld(version))
                    : Optional.empty();
        } catch (SQLException e) {
            return isWithoutPassword(endpoint, e) ? Optional.of(missing(endpoint, side)) : Optional.empty();
        } catch (MigrationException _) {
            // The checks say it with their code and remedy.
            return Optional.empty();
        }
    }

    private static boolean isWithoutPassword(ServerEndpoint endpoint, SQLException e) {
        return endpoint.password().isEmpty()
                && NOTHING_TO_SHOW.equals(e.getSQLState())
                && !GT.tr("The server does not support SSL.").equals(e.getMessage());
    }

    private static CommandException missing(ServerEndpoint endpoint, CommandSide side) {
        return CommandException.usage(
                "%s: the server %s asks user %s for a password, and none was found. Set %s, name a reference with %s, or add a line to the password file (~/.pgpass)."
                        .formatted(
                                side.flag(),
                                endpoint.address(),
                                endpoint.user(),
                                side.passwordVariable(),
                                side.passwordFlag()));
    }

    private CommandException tooOld(ServerVersion source) {
        return CommandException.unusable(
                "--source: %s is version %s and cannot read the source, which is PostgreSQL %s. Install the PostgreSQL client %s or newer (./pgconvoy doctor has the command), or name its folder in PGCONVOY_PG_BIN."
                        .formatted(tools.dump(), tools.version(), source, source.major()));
    }
}
