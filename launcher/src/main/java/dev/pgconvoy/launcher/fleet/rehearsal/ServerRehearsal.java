package dev.pgconvoy.launcher.fleet.rehearsal;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.launcher.client.BrokerAccess;
import dev.pgconvoy.launcher.client.MigrationFollower;
import dev.pgconvoy.launcher.client.RecordedStates;
import dev.pgconvoy.launcher.client.ServicesState;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.launcher.view.ProgressOutput;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.postgres.ServerConnector;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Rehearses one server: requests its migration, stays until it has ended, and drops what
/// it has made.
public final class ServerRehearsal {

    private static final Duration SESSIONS_END = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final BrokerAccess broker;
    private final ServerConnector connector;
    private final InstantSource clock;
    private final BooleanSupplier isInterrupted;

    /// @param connector reaches the target as the requests name it
    /// @param isInterrupted whether the user wants it stopped
    public ServerRehearsal(
            BrokerAccess broker, ServerConnector connector, InstantSource clock, BooleanSupplier isInterrupted) {
        this.broker = broker;
        this.connector = connector;
        this.clock = clock;
        this.isInterrupted = isInterrupted;
    }

    /// @param progress of this migration
    /// @throws CommandException when the target cannot be looked at, or the end of the
    /// migration is not heard of; what it has made is left then
    public RehearsalResult run(PlannedRehearsal planned, ProgressOutput progress) {
        var request = planned.request();
        var obstacle =
                RehearsalRules.obstacle(request, RecordedStates.read(broker).values());
        if (obstacle.isPresent()) {
            return RehearsalResult.notBegun(planned.server(), obstacle.get());
        }
        try (var target = new PostgresRehearsalTarget(connector, request)) {
            if (isInUse(target)) {
                return RehearsalResult.notBegun(planned.server(), "a migration to its target has not ended");
            }
            var made = MadeDatabases.from(target, request.id());
            var ended = new MigrationFollower(broker, new LookingOutput(progress, made::look), clock)
                    .run(request, isInterrupted, ServicesState.UNKNOWN);
            var removal = made.drop(named(ended));
            return new RehearsalResult(
                    planned.server(), Optional.of(ended), Optional.empty(), removal.dropped(), removal.left());
        } catch (MigrationException e) {
            throw notReached(request, e.failure().sentence());
        } catch (SQLException e) {
            throw notReached(request, FailureReasons.of(e));
        }
    }

    private static CommandException notReached(MigrationRequest request, String reason) {
        return CommandException.unusable(
                "This command itself, and not only the services, has to look at the target %s. It cannot: %s"
                        .formatted(request.target().address(), reason));
    }

    /// The sessions of the rehearsal before this one may still be ending.
    private static boolean isInUse(RehearsalTarget target) throws SQLException {
        var until = System.nanoTime() + SESSIONS_END.toNanos();
        while (target.isInUse()) {
            if (System.nanoTime() - until > 0) {
                return true;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return false;
    }

    /// What it says that there is of it on the target, complete or not.
    private static Set<String> named(MigrationStatus ended) {
        var names = new TreeSet<>(ended.databasesToDrop());
        ended.report().map(Report::databases).orElse(List.of()).forEach(database -> names.add(database.database()));
        return names;
    }

    /// Looks at the target as often as the progress is shown.
    private record LookingOutput(ProgressOutput shown, Runnable look) implements ProgressOutput {

        @Override
        public void show(MigrationStatus status, Instant now) {
            look.run();
            shown.show(status, now);
        }

        @Override
        public void tick(Instant now) {
            look.run();
            shown.tick(now);
        }

        @Override
        public void note(String text) {
            shown.note(text);
        }
    }
}
