package dev.pgconvoy.worker.keeper;

import dev.pgconvoy.copy.SnapshotWord;
import dev.pgconvoy.copy.SnapshotWord.Held;
import dev.pgconvoy.copy.SnapshotWord.Wanted;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.ServerConnector;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/// Holds the snapshots that this process heard are wanted, unless another worker was faster. Never those of its own
/// conductors: they would die together.
public final class Keepers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Keepers.class);
    private static final long LONGEST_HESITATION_MILLIS = 1_500;
    private static final Duration OTHERS_ARE_BELIEVED = Duration.ofSeconds(50);
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final String worker;
    private final EventProducer producer;
    private final ServerConnector connector;
    private final Map<Key, Keeping> kept = new ConcurrentHashMap<>();
    private final Map<Key, Long> heldByOthersAtNanos = new ConcurrentHashMap<>();

    private record Key(MigrationId id, String database, String state) {
        static Key of(SnapshotWord word) {
            return new Key(word.id(), word.database(), word.state());
        }
    }

    /// @param snapshot empty while it is being taken
    private record Keeping(Optional<HeldSnapshot> snapshot, long wantedAtNanos) {
        Keeping wantedNow() {
            return new Keeping(snapshot, System.nanoTime());
        }
    }

    public Keepers(String worker, EventProducer producer, ServerConnector connector) {
        this.worker = worker;
        this.producer = producer;
        this.connector = connector;
    }

    /// Returns at once; what takes long runs beside.
    public void hear(SnapshotWord word) {
        var key = Key.of(word);
        switch (word.said()) {
            case Wanted wanted -> wanted(key, word, wanted);
            case Held _ -> {
                if (!word.worker().equals(worker)) {
                    heldByOthersAtNanos.put(key, System.nanoTime());
                }
            }
        }
    }

    private void wanted(Key key, SnapshotWord word, Wanted wanted) {
        var known = kept.computeIfPresent(key, (_, keeping) -> keeping.wantedNow());
        if (word.worker().equals(worker)) {
            return;
        }
        if (known != null) {
            known.snapshot().ifPresent(snapshot -> say(word, snapshot));
        } else if (kept.putIfAbsent(key, new Keeping(Optional.empty(), System.nanoTime())) == null) {
            Thread.ofVirtual().name("keeper").start(() -> keep(key, word, wanted));
        }
    }

    private void keep(Key key, SnapshotWord word, Wanted wanted) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(LONGEST_HESITATION_MILLIS));
            if (isHeldElsewhere(key)) {
                kept.remove(key);
                return;
            }
            if (!kept.containsKey(key)) {
                return; // the migration ended meanwhile
            }
            var snapshot = HeldSnapshot.of(connector, word, wanted);
            if (kept.computeIfPresent(key, (_, was) -> new Keeping(Optional.of(snapshot), was.wantedAtNanos()))
                    == null) {
                close(snapshot);
                return;
            }
            LOG.infof("Holding the snapshot of \"%s\" for %s, too", word.database(), word.id());
            say(word, snapshot);
        } catch (SQLException | MigrationException e) {
            kept.remove(key);
            LOG.warnf("The snapshot of \"%s\" is not held here: %s", word.database(), e.getMessage());
        } catch (InterruptedException _) {
            kept.remove(key);
        }
    }

    private boolean isHeldElsewhere(Key key) {
        var at = heldByOthersAtNanos.get(key);
        return at != null && System.nanoTime() - at < OTHERS_ARE_BELIEVED.toNanos();
    }

    private void say(SnapshotWord word, HeldSnapshot snapshot) {
        producer.send(
                new SnapshotWord(
                        word.id(), word.epoch(), word.database(), worker, word.state(), new Held(snapshot.name())),
                Optional.empty());
    }

    /// The migration has ended.
    public void letGo(MigrationId id) {
        kept.keySet().stream().filter(key -> key.id().equals(id)).forEach(this::letGo);
    }

    /// Lets go of what nobody has wanted for long.
    public void letGoOfForgotten() {
        var limit = System.nanoTime() - SILENCE.toNanos();
        kept.forEach((key, keeping) -> {
            if (keeping.wantedAtNanos() - limit < 0) {
                letGo(key);
            }
        });
        heldByOthersAtNanos.values().removeIf(at -> at - limit < 0);
    }

    private void letGo(Key key) {
        var keeping = kept.remove(key);
        if (keeping != null) {
            keeping.snapshot().ifPresent(snapshot -> Thread.ofVirtual().start(() -> close(snapshot)));
        }
    }

    private static void close(HeldSnapshot snapshot) {
        try {
            snapshot.close();
        } catch (SQLException e) {
            LOG.debugf("letting go of a snapshot: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        kept.values().forEach(keeping -> keeping.snapshot().ifPresent(Keepers::close));
        kept.clear();
    }
}
