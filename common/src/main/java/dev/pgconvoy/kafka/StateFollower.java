package dev.pgconvoy.kafka;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.text.LogLimit;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Tells one listener what the monitor says of all migrations: every state from the first record on, then each new one,
/// for as long as the process runs. After a fault of Kafka's it begins anew, so a state may be told twice, and an older
/// one after a newer one.
public final class StateFollower {

    private static final System.Logger LOG = System.getLogger(StateFollower.class.getName());

    private final TopicFollower follower;
    private final EventReader reader;
    private final Consumer<MigrationStatus> listener;
    private final Consumer<MigrationId> forgotten;
    private final LogLimit limit = new LogLimit();

    /// @param connection bootstrap servers and security, as Kafka names them
    /// @param listener called by one thread
    /// @param forgotten the same, with each id whose state is kept no longer
    public StateFollower(
            Map<String, Object> connection,
            EventReader reader,
            Consumer<MigrationStatus> listener,
            Consumer<MigrationId> forgotten) {
        this.reader = reader;
        this.listener = listener;
        this.forgotten = forgotten;
        this.follower = new TopicFollower(
                "pgconvoy-states",
                connection,
                TopicReader.Topics.fromBeginning(EventType.STATE_RECORDED.topic()),
                this::read);
    }

    public void start() {
        follower.start();
    }

    /// Whether all has been told that was there when it began, or last began anew; it waits a while for it.
    public boolean awaitCaughtUp(Duration longest) throws InterruptedException {
        return follower.awaitCaughtUp(longest);
    }

    public boolean isCaughtUp() {
        return follower.isCaughtUp();
    }

    /// Whether it still reads; also while it waits for the brokers.
    public LoopWatch loops() {
        return follower.loops();
    }

    public boolean isStopping() {
        return follower.isStopping();
    }

    public void stop() throws InterruptedException {
        follower.stop();
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() == null && record.key() != null) {
                reader.requireOurs(record.topic(), record.key(), record.headers(), null);
                forgotten.accept(MigrationId.parse(record.key()));
            } else {
                listener.accept(
                        reader.read(record).of(StateRecorded.class).data().status());
            }
        } catch (MalformedEventException e) {
            limit.write(
                    "unreadable states",
                    "A state is left out, as it is unreadable (%s, partition %d, offset %d): %s"
                            .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    line -> LOG.log(Level.WARNING, line));
        } catch (RuntimeException e) {
            limit.write(
                    "states left out by a fault of ours",
                    "A state is left out by a fault of ours (%s, partition %d, offset %d)"
                            .formatted(record.topic(), record.partition(), record.offset()),
                    line -> LOG.log(Level.ERROR, line, e));
        }
    }
}
