package dev.pgconvoy.worker.keeper;

import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.event.SnapshotNotice.Held;
import dev.pgconvoy.event.SnapshotNotice.Wanted;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.ServerConnector;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Holds the snapshots that this process heard are wanted, unless another worker was faster. Never those of its own
/// conductors: they would die together.
public final class Keepers implements SnapshotHolders, AutoCloseable {

    private static final Duration OTHERS_ARE_BELIEVED = Duration.ofSeconds(50);
    private static final Duration ENDS_ARE_REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_KEPT = 256;
    private static final int MOST_REMEMBERED = 10_000;

    private final String worker;
    private final EventProducer producer;
    private final SnapshotImporter importer;
    private final Keeper.Timing timing;
    private final Map<Key, Keeper> keepers = new ConcurrentHashMap<>();
    private final RecentlySeen<Key> heldByOthers;
    private final RecentlySeen<MigrationId> ended;
    private volatile boolean closed;

    private record Key(MigrationId id, String database, String state) {
        static Key of(SnapshotNotice word) {
            return new Key(word.id(), word.database(), word.state());
        }
    }

    public Keepers(String worker, EventProducer producer, ServerConnector connector) {
        this(
                worker,
                producer,
                (word, wanted) -> ImportedSnapshot.of(connector, word, wanted),
                Keeper.Timing.ofConductors());
    }

    Keepers(String worker, EventProducer producer, SnapshotImporter importer, Keeper.Timing timing) {
        this.worker = worker;
        this.producer = producer;
        this.importer = importer;
        this.timing = timing;
        this.heldByOthers = new RecentlySeen<>(OTHERS_ARE_BELIEVED, MOST_REMEMBERED, timing.nanoTime());
        this.ended = new RecentlySeen<>(ENDS_ARE_REMEMBERED, MOST_REMEMBERED, timing.nanoTime());
    }

    @Override
    public void hear(SnapshotNotice word) {
        switch (word.said()) {
            case Wanted wanted -> wanted(word, wanted);
            case Held _ -> {
                if (!word.worker().equals(worker)) {
                    heldByOthers.add(Key.of(word));
                }
            }
        }
    }

    private void wanted(SnapshotNotice word, Wanted wanted) {
        var key = Key.of(word);
        var known = keepers.get(key);
        if (known != null) {
            known.wantedAgain();
        }
        if (word.worker().equals(worker)) {
            return;
        }
        if (known != null) {
            known.name().ifPresent(name -> say(word, name));
        } else if (!hasEnded(word.id()) && keepers.size() < MOST_KEPT) {
            start(key, word, wanted);
        }
    }

    private void start(Key key, SnapshotNotice word, Wanted wanted) {
        var keeper = new Keeper(word, wanted, new SurroundingsOf(key), timing);
        if (keepers.putIfAbsent(key, keeper) == null) {
            keeper.start();
            if (hasEnded(key.id())) {
                keeper.letGo(); // the end was heard after the look above
            }
        }
    }

    private boolean hasEnded(MigrationId id) {
        return closed || ended.contains(id);
    }

    private void say(SnapshotNotice word, String name) {
        producer.send(
                new SnapshotNotice(word.id(), word.epoch(), word.database(), worker, word.state(), new Held(name)),
                Optional.empty());
    }

    @Override
    public void letGo(MigrationId id) {
        ended.add(id);
        keepers.forEach((key, keeper) -> {
            if (key.id().equals(id)) {
                keeper.letGo();
            }
        });
    }

    int kept() {
        return keepers.size();
    }

    @Override
    public void close() {
        closed = true;
        keepers.values().forEach(Keeper::letGo);
    }

    private final class SurroundingsOf implements Keeper.Surroundings {

        private final Key key;

        SurroundingsOf(Key key) {
            this.key = key;
        }

        @Override
        public boolean isHeldElsewhere() {
            return heldByOthers.contains(key);
        }

        @Override
        public HeldSnapshot take(SnapshotNotice word, Wanted wanted) throws SQLException {
            return importer.take(word, wanted);
        }

        @Override
        public void held(SnapshotNotice word, String name) {
            say(word, name);
        }

        @Override
        public void ended(Keeper keeper) {
            keepers.remove(key, keeper);
        }
    }
}
