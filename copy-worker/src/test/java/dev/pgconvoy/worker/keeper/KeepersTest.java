package dev.pgconvoy.worker.keeper;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.event.SnapshotNotice.Held;
import dev.pgconvoy.event.SnapshotNotice.Wanted;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.MigrationId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepersTest {

    private static final MigrationId ID = MigrationId.parse("target/move");
    private static final Duration SILENCE = Duration.ofSeconds(75);

    private final FakeSource source = new FakeSource();
    private final AtomicLong clock = new AtomicLong();
    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final Keepers keepers = new Keepers(
            "us",
            new EventProducer(kafka, new EventCodec("/pgconvoy/test", () -> NOON)),
            source,
            new Keeper.Timing(Duration.ofMillis(5), SILENCE, Duration.ofMillis(20), clock::get));

    @AfterEach
    void nothing_is_left_behind() {
        source.mayAnswer.countDown();
        keepers.close();
        await().until(() -> keepers.kept() == 0);
        assertThat(source.taken).allMatch(snapshot -> snapshot.isClosed);
    }

    private static SnapshotNotice word(String worker, SnapshotNotice.Said said) {
        return new SnapshotNotice(ID, 1, "shop", worker, "10:20:", said);
    }

    private static SnapshotNotice wantedBy(String worker) {
        return word(worker, new Wanted(Fixtures.aSource(), "00000003-00000001-1"));
    }

    private void keep() {
        keepers.hear(wantedBy("conductor"));
        await().until(() -> kafka.history().size() == 1);
        assertThat(source.taken).hasSize(1);
    }

    @Test
    void a_wanted_snapshot_is_taken_once_and_said_to_be_held_each_time_it_is_wanted() {
        keep();

        keepers.hear(wantedBy("conductor"));

        assertThat(kafka.history()).hasSize(2);
        assertThat(source.taken).hasSize(1);
    }

    @Test
    void the_snapshot_of_our_own_conductor_is_not_kept() {
        keepers.hear(wantedBy("us"));

        assertThat(keepers.kept()).isZero();
    }

    @Test
    void a_snapshot_that_another_worker_holds_is_not_taken() {
        keepers.hear(word("other", new Held("00000004-00000001-1")));

        keepers.hear(wantedBy("conductor"));

        await().until(() -> keepers.kept() == 0);
        assertThat(source.taken).isEmpty();
    }

    @Test
    void it_is_let_go_of_when_the_migration_ends() {
        keep();

        keepers.letGo(ID);

        await().atMost(Duration.ofSeconds(2)).until(() -> source.taken.getFirst().isClosed && keepers.kept() == 0);
    }

    @Test
    void a_wish_that_comes_after_the_end_begins_nothing() {
        keepers.letGo(ID);

        keepers.hear(wantedBy("conductor"));

        assertThat(keepers.kept()).isZero();
    }

    @Test
    void a_snapshot_that_is_being_taken_when_the_migration_ends_is_given_up_at_once() throws InterruptedException {
        source.isSlow = true;
        keepers.hear(wantedBy("conductor"));
        source.asked.await();

        keepers.letGo(ID);

        await().atMost(Duration.ofSeconds(2)).until(() -> keepers.kept() == 0);
        assertThat(source.taken).isEmpty();
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void a_snapshot_that_arrives_after_the_migration_ended_is_closed_and_never_said_to_be_held()
            throws InterruptedException {
        source.isSlow = true;
        source.hearsInterrupts = false;
        keepers.hear(wantedBy("conductor"));
        source.asked.await();
        keepers.letGo(ID);

        source.mayAnswer.countDown();

        await().until(() -> keepers.kept() == 0);
        assertThat(source.taken).hasSize(1).allMatch(snapshot -> snapshot.isClosed);
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void it_is_let_go_of_when_nobody_has_wanted_it_for_long() {
        keep();
        clock.addAndGet(SILENCE.toNanos() - 1);
        keepers.hear(wantedBy("us")); // our own conductor took over, and wants it as well
        clock.addAndGet(SILENCE.toNanos() - 1);
        await().during(Duration.ofMillis(100)).until(() -> keepers.kept() == 1);

        clock.addAndGet(1);

        await().until(() -> keepers.kept() == 0);
        assertThat(source.taken.getFirst().isClosed).isTrue();
    }

    @Test
    void a_keeper_that_lost_its_session_forgets_it_and_may_keep_again() {
        keep();

        source.taken.getFirst().isHeld = false;
        await().until(() -> keepers.kept() == 0);
        keepers.hear(wantedBy("conductor"));

        await().until(() -> source.taken.size() == 2 && kafka.history().size() == 2);
    }

    @Test
    void a_worker_keeps_no_more_than_it_can() {
        source.isSlow = true;
        for (var number = 0; number < 300; number++) {
            keepers.hear(new SnapshotNotice(
                    ID,
                    1,
                    "shop" + number,
                    "conductor",
                    "10:20:",
                    wantedBy("conductor").said()));
        }

        assertThat(keepers.kept()).isEqualTo(256);
    }
}
