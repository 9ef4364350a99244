package dev.pgconvoy.worker.pause;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fixtures.anId;
import static dev.pgconvoy.worker.conductor.SaidPauses.LONGEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.conductor.SaidPauses;
import dev.pgconvoy.worker.dispatch.DispatchPorts;
import dev.pgconvoy.worker.dispatch.ObservationPublisher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PauseOfMigrationTest {

    private static final int EPOCH = 3;
    private static final PauseSet PAUSE = PauseSet.pause(anId(), "the shop opens", Optional.empty());
    private static final PauseSet RESUME = PauseSet.resume(anId(), "the shop closes");
    private static final DispatchPorts.Checkpoint PASSED = () -> {};

    private final SaidPauses said = new SaidPauses();
    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final PauseOfMigration pause = new PauseOfMigration(
            anId(),
            EPOCH,
            said.wanted,
            new ObservationPublisher(
                    new EventProducer(kafka, new EventCodec("/pgconvoy/test", () -> NOON, SharedSealKey.mac())),
                    anId(),
                    RequestHash.of(Fixtures.aRequest().build()),
                    Optional.empty()));

    private CompletableFuture<Void> waiting() {
        var ended = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            try {
                pause.awaitEnd(PASSED);
                ended.complete(null);
            } catch (InterruptedException e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    private <T> List<T> sent(EventType type, Class<T> event) {
        return kafka.history().stream()
                .filter(record -> record.topic().equals(type.topic()))
                .map(record -> event.cast(read(record)))
                .toList();
    }

    private static Object read(ProducerRecord<String, byte[]> sent) {
        try {
            return SharedSealKey.reader()
                    .read(new ConsumerRecord<>(
                            sent.topic(),
                            0,
                            0,
                            0,
                            TimestampType.CREATE_TIME,
                            0,
                            0,
                            sent.key(),
                            sent.value(),
                            sent.headers(),
                            Optional.empty()))
                    .data();
        } catch (MalformedEventException e) {
            throw new AssertionError(e);
        }
    }

    private List<Observation> observed() {
        return sent(EventType.MIGRATION_OBSERVED, MigrationObserved.class).stream()
                .map(MigrationObserved::observation)
                .toList();
    }

    @Test
    void who_is_not_paused_does_not_wait_and_says_nothing() throws InterruptedException {
        pause.awaitEnd(PASSED);

        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void whoever_waits_goes_on_when_it_is_resumed() {
        said.say(PAUSE);
        var ended = waiting();
        await().untilAsserted(() ->
                assertThat(observed()).containsExactly(new Observation.Paused(EPOCH, NOON, NOON.plus(LONGEST))));
        assertThat(ended).isNotDone();

        said.say(RESUME);

        await().until(ended::isDone);
        assertThat(sent(EventType.PAUSE_SET, PauseSet.class)).isEmpty();
    }

    @Test
    void it_is_paused_when_all_who_work_on_it_wait() {
        said.say(PAUSE);
        try (var _ = pause.worker();
                var _ = pause.worker()) {
            var one = waiting();
            await().during(Duration.ofMillis(600)).until(() -> observed().isEmpty());

            var other = waiting();

            await().untilAsserted(() -> assertThat(observed()).hasSize(1));
            said.say(RESUME);
            await().until(() -> one.isDone() && other.isDone());
        }
    }

    @Test
    void the_end_of_the_longest_pause_is_told_to_everybody_once() {
        said.say(PAUSE);
        pause.resumeWhenOver();
        assertThat(kafka.history()).isEmpty();

        said.now = NOON.plus(LONGEST);
        assertThat(pause.isOn()).isFalse();
        pause.resumeWhenOver();
        pause.resumeWhenOver();

        assertThat(sent(EventType.PAUSE_SET, PauseSet.class)).singleElement().satisfies(resumed -> {
            assertThat(resumed.id()).isEqualTo(anId());
            assertThat(resumed.paused()).isFalse();
            assertThat(resumed.endsSince()).contains(NOON);
        });
    }

    @Test
    void the_end_of_a_pause_that_could_not_be_sent_is_told_again() {
        said.say(PAUSE);
        said.now = NOON.plus(LONGEST);
        kafka.sendException = new IllegalStateException("the brokers are away");
        pause.resumeWhenOver();
        kafka.sendException = null;

        pause.resumeWhenOver();

        assertThat(sent(EventType.PAUSE_SET, PauseSet.class)).hasSize(1);
    }

    @Test
    void there_is_no_pause_any_more_once_the_end_is_decided_and_everybody_hears_that() {
        said.say(PAUSE);
        var ended = waiting();

        pause.endIsDecided();

        await().until(ended::isDone);
        assertThat(pause.isOn()).isFalse();
        said.now = NOON.plusSeconds(60);
        said.say(PAUSE);
        pause.resumeWhenOver();
        assertThat(pause.isOn()).isFalse();
        assertThat(sent(EventType.PAUSE_SET, PauseSet.class))
                .extracting(PauseSet::endsSince)
                .containsExactly(Optional.of(NOON), Optional.of(NOON.plusSeconds(60)));
    }

    @Test
    void what_the_checkpoint_throws_ends_the_waiting() {
        said.say(PAUSE);

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> pause.awaitEnd(() -> {
                    throw new InterruptedException("cancelled");
                }));
        assertThat(observed()).isEmpty();
    }
}
