package dev.pgconvoy.it.faults;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.TopicFact;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Waits until a migration has come so far. Where the phase is one statement of milliseconds, a lock on a shared
/// catalog makes it wait for us, until [#close].
final class PhaseWatcher implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(3);
    private static final Set<String> ENDINGS = Set.of("ending", "finished", "failed", "stopped");

    private final KafkaClient client;
    private final RunningServer target;
    private final String id;
    private final RunDatabases databases;
    private @Nullable DatabaseListLock lock;
    private @Nullable OwnersLock owners;

    PhaseWatcher(KafkaClient client, RunningServer target, String id, RunDatabases databases) {
        this.client = client;
        this.target = target;
        this.id = id;
        this.databases = databases;
    }

    /// Before the request.
    void prepare(SeenPhase phase) throws SQLException {
        if (phase.isHeldByLock()) {
            lock = new DatabaseListLock(target);
        }
    }

    /// @return whether it was seen; false when the migration ended before, or it took too long
    boolean await(SeenPhase phase) throws SQLException, InterruptedException {
        return switch (phase) {
            case ANNOUNCED -> until(this::hasEnded);
            case FINISHING -> until(this::isEnding) && !hasEnded();
            case CLOSING -> seen(SeenPhase.FIRST_ROWS);
            case CREATE_DATABASE, DROP_DATABASE, RENAME_DATABASE -> stopped(phase);
            case SCHEMA -> awaitSchema();
            case CONNECTED, FIRST_ROWS, MID_COPY, INDEX, FOREIGN_KEY, VERIFY -> seen(phase);
        };
    }

    /// The first object is made a moment after the database has got its name: that waits until this will have to.
    private boolean awaitSchema() throws SQLException, InterruptedException {
        var naming = lock;
        var name = databases.first();
        if (naming == null || !untilHeld(() -> naming.stopsNaming(name))) {
            return false;
        }
        var making = new OwnersLock(target);
        owners = making;
        release(naming);
        lock = null;
        return untilHeld(() -> making.stops(name));
    }

    private boolean stopped(SeenPhase phase) throws SQLException, InterruptedException {
        var held = lock;
        return held != null && untilHeld(() -> held.stops(phase));
    }

    private boolean untilHeld(Look look) throws SQLException, InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && !hasEnded()) {
            if (look.isHeld()) {
                return true;
            }
            FaultPause.of(LOOK);
        }
        return false;
    }

    @FunctionalInterface
    private interface Look {

        boolean isHeld() throws SQLException, InterruptedException;
    }

    private boolean seen(SeenPhase phase) throws SQLException, InterruptedException {
        try (var watch = SuperuserSql.watch(target, phase.query(databases.first(), databases.sourceBytes()))) {
            return until(watch);
        }
    }

    private boolean until(SuperuserSql.Watch watch) throws SQLException, InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (watch.isTrue()) {
                return true;
            }
            if (hasEnded()) {
                return false;
            }
            FaultPause.of(LOOK);
        }
        return false;
    }

    private boolean until(BooleanSupplier condition) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            FaultPause.of(LOOK);
        }
        return false;
    }

    private boolean hasEnded() {
        return !client.ends(id).isEmpty();
    }

    private boolean isEnding() {
        return client.facts(KafkaClient.OBSERVED, id).stream()
                .map(PhaseWatcher::kind)
                .anyMatch(ENDINGS::contains);
    }

    private static String kind(TopicFact fact) {
        return fact.data().at("/observation/kind").asText();
    }

    /// Lets the statement go on.
    @Override
    public void close() {
        release(lock);
        release(owners);
        lock = null;
        owners = null;
    }

    private static void release(@Nullable AutoCloseable held) {
        if (held == null) {
            return;
        }
        try {
            held.close();
        } catch (Exception gone) {
            // The fault was a restart of the server.
        }
    }
}
