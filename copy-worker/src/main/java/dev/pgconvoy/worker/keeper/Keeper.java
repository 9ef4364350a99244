package dev.pgconvoy.worker.keeper;

import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.event.SnapshotNotice.Wanted;
import dev.pgconvoy.failure.ServerErrorText;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/// Holds one snapshot. One thread does everything from the first wish to the end, so that taking a snapshot and letting
/// go of it cannot happen at once.
final class Keeper {

    private static final Logger LOG = Logger.getLogger(Keeper.class);

    private final SnapshotNotice word;
    private final Wanted wanted;
    private final Surroundings surroundings;
    private final Timing timing;
    private final Thread thread;
    private volatile long wantedAtNanos;
    private volatile boolean letGo;
    private volatile Optional<String> name = Optional.empty();

    /// @param longestHesitation gives another worker the chance to be faster
    /// @param silence how long it is held although nobody says that it is wanted
    /// @param checkEvery how soon a lost session or such a silence is noticed
    record Timing(Duration longestHesitation, Duration silence, Duration checkEvery, LongSupplier nanoTime) {

        /// Conductors say every 20 s what they want.
        static Timing ofConductors() {
            return new Timing(
                    Duration.ofMillis(1_500), Duration.ofSeconds(75), Duration.ofSeconds(5), System::nanoTime);
        }
    }

    /// What a keeper asks others, and tells them.
    interface Surroundings {

        boolean isHeldElsewhere();

        HeldSnapshot take(SnapshotNotice word, Wanted wanted) throws SQLException;

        void held(SnapshotNotice word, String name);

        void ended(Keeper keeper);
    }

    Keeper(SnapshotNotice word, Wanted wanted, Surroundings surroundings, Timing timing) {
        this.word = word;
        this.wanted = wanted;
        this.surroundings = surroundings;
        this.timing = timing;
        this.wantedAtNanos = timing.nanoTime().getAsLong();
        this.thread = Thread.ofVirtual().name("keeper").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void wantedAgain() {
        wantedAtNanos = timing.nanoTime().getAsLong();
    }

    /// What others may import. Empty until it is held, and from its end on.
    Optional<String> name() {
        return name;
    }

    /// Returns at once. The interrupt breaks the session if it waits for the source.
    void letGo() {
        letGo = true;
        thread.interrupt();
    }

    private void run() {
        try {
            Thread.sleep(ThreadLocalRandom.current()
                    .nextLong(timing.longestHesitation().toMillis()));
            if (!letGo && !surroundings.isHeldElsewhere()) {
                keep();
            }
        } catch (InterruptedException _) {
            LOG.debugf("The snapshot of \"%s\" is not needed any more", word.database());
        } catch (SQLException | RuntimeException e) {
            if (!letGo) {
                LOG.warnf("The snapshot of \"%s\" is not held here: %s", word.database(), ServerErrorText.ofAny(e));
            }
        } finally {
            surroundings.ended(this);
        }
    }

    private void keep() throws SQLException, InterruptedException {
        try (var snapshot = surroundings.take(word, wanted)) {
            if (!letGo) {
                LOG.infof("Holding the snapshot of \"%s\" for %s, too", word.database(), word.id());
                name = Optional.of(snapshot.name());
                surroundings.held(word, snapshot.name());
                holdWhileWanted(snapshot);
            }
        } finally {
            name = Optional.empty();
        }
    }

    private void holdWhileWanted(HeldSnapshot snapshot) throws InterruptedException {
        while (!letGo) {
            Thread.sleep(timing.checkEvery());
            if (isForgotten()) {
                LOG.infof("Nobody wants the snapshot of \"%s\" for %s any more", word.database(), word.id());
                return;
            }
            if (!snapshot.isHeld()) {
                LOG.warnf("The snapshot of \"%s\" for %s was lost here", word.database(), word.id());
                return;
            }
        }
    }

    private boolean isForgotten() {
        return timing.nanoTime().getAsLong() - wantedAtNanos >= timing.silence().toNanos();
    }
}
