package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was already said about a migration, over all attempts at it: the broker may hand the same migration
/// out again, to two conductors at once, and after it has ended.
public interface MigrationHistory {

    /// @param announced its end was announced; an end of epoch 0 counts only when nobody had begun before
    /// @param epoch the highest of which anything was said; 0 when nobody has begun. Not only begins
    /// tell it: the topic forgets them while a long migration goes on
    /// @param earlierEpoch the highest of which anything was said before the last begin
    /// @param ending the end that was decided: of several, the one of the highest epoch
    /// @param endingEpoch of whoever said it
    record Past(
            boolean announced,
            boolean cancelRequested,
            int epoch,
            int earlierEpoch,
            Optional<Observation> ending,
            int endingEpoch) {

        public static final Past NOTHING = new Past(false, false, 0, 0, Optional.empty(), 0);

        Past withAnnounced() {
            return new Past(true, cancelRequested, epoch, earlierEpoch, ending, endingEpoch);
        }

        Past withCancelRequested() {
            return new Past(announced, true, epoch, earlierEpoch, ending, endingEpoch);
        }

        Past withBegin(int begun) {
            return new Past(announced, cancelRequested, Math.max(epoch, begun), epoch, ending, endingEpoch);
        }

        Past withWordOf(int speaker) {
            return new Past(announced, cancelRequested, Math.max(epoch, speaker), earlierEpoch, ending, endingEpoch);
        }

        /// A target that fails over may lose a decision, and who had made it may say so late.
        Past withEnding(int speaker, Observation end) {
            return speaker < endingEpoch
                    ? this
                    : new Past(announced, cancelRequested, epoch, earlierEpoch, Optional.of(end), speaker);
        }

        /// Whether anybody has led the migration, or was about to.
        public boolean hasBegun() {
            return epoch > 0;
        }
    }

    /// Connects in the background, for who is going to read soon.
    void prepare();

    /// @param since when the migration was requested
    Past of(MigrationId id, String requestHash, Instant since);

    /// A snapshot that somebody holds, or held.
    ///
    /// @param state what it sees
    /// @param name by which it can be imported, while it is held
    record Kept(String database, String state, String name) {}

    /// The newest first.
    List<Kept> snapshots(MigrationId id, Instant since);
}
