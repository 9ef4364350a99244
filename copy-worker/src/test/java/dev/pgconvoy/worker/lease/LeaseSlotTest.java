package dev.pgconvoy.worker.lease;

import static dev.pgconvoy.worker.lease.FakeShareConsumer.aRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.text.LastingFault;
import dev.pgconvoy.worker.lease.FakeShareConsumer.Renewal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeaseSlotTest {

    private static final Duration RENEW_EVERY = Duration.ofMillis(50);
    private static final Duration LASTS = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final BlockingQueue<ConsumerRecord<String, byte[]>> queue = new LinkedBlockingQueue<>();
    private final List<FakeShareConsumer> consumers = new CopyOnWriteArrayList<>();
    private final List<LeaseSlot> slots = new CopyOnWriteArrayList<>();
    private final List<FakeWork> works = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Semaphore turn = new Semaphore(1, true);
    private final AtomicLong suspendedNanos = new AtomicLong();
    private final AtomicLong idleNanos = new AtomicLong();
    private final RecentWork recentWork = new RecentWork(Duration.ofMinutes(5), idleNanos::get);

    private FakeWork aSlot(Renewal renewal, FakeWork work, Duration lasts) {
        var timing = new LeaseSlot.Timing(RENEW_EVERY, lasts, () -> System.nanoTime() + suspendedNanos.get());
        var presence = new LeaseSlot.Presence(recentWork, slots.isEmpty());
        var slot = new LeaseSlot(() -> aConsumer(renewal), work, timing, turn, presence, new LastingFault());
        slots.add(slot);
        works.add(work);
        threads.add(Thread.ofPlatform().daemon().start(slot));
        return work;
    }

    private FakeWork aSlot(Renewal renewal, FakeWork work) {
        return aSlot(renewal, work, LASTS);
    }

    private FakeShareConsumer aConsumer(Renewal renewal) {
        var consumer = new FakeShareConsumer(queue, renewal);
        consumers.add(consumer);
        return consumer;
    }

    @AfterEach
    void nothing_is_left_behind() throws InterruptedException {
        works.forEach(work -> work.mayEnd.countDown());
        slots.forEach(LeaseSlot::stop);
        for (var thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(consumers).allMatch(consumer -> consumer.isClosed);
        assertThat(works).allMatch(work -> work.isClosed).noneMatch(work -> work.ranTwiceAtOnce);
        assertThat(turn.availablePermits()).isOne();
    }

    @Test
    void work_that_outlasts_its_lease_is_renewed_and_accepted() {
        var work = aSlot(Renewal.CONFIRMED, new FakeWork(true));
        queue.add(aRecord(7));
        await().until(() ->
                !consumers.isEmpty() && consumers.getFirst().renewals.get() > 12);

        work.mayEnd.countDown();

        await().until(() -> consumers.getFirst().committed, List.of(AcknowledgeType.ACCEPT)::equals);
        assertThat(work.leases.getFirst().isLost()).isFalse();
        assertThat(work.interrupts).hasValue(0);
        assertThat(consumers).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = "CONFIRMED", mode = EnumSource.Mode.EXCLUDE)
    void a_renewal_that_is_not_confirmed_for_this_record_ends_the_work_and_nothing_is_acknowledged(Renewal renewal) {
        var work = aSlot(renewal, new FakeWork(true));

        queue.add(aRecord(7));

        await().until(() -> work.interrupts.get() == 1);
        assertThat(work.leases.getFirst().isLost()).isTrue();
        await().until(() -> consumers.size() == 2);
        assertThat(consumers.getFirst().isClosed).isTrue();
        assertThat(consumers.getFirst().committed).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "CONFIRMED", mode = EnumSource.Mode.EXCLUDE)
    void the_next_record_waits_for_work_that_hears_no_interrupt(Renewal renewal) {
        var work = aSlot(renewal, new FakeWork(false));
        queue.add(aRecord(7));
        queue.add(aRecord(8));

        await().until(() -> work.interrupts.get() >= 2 && work.aborts.get() >= 2);
        assertThat(work.begun).containsExactly(7L);
        assertThat(queue).hasSize(1);
        work.mayEnd.countDown();

        await().until(() -> work.begun.size() == 2);
        assertThat(consumers.getFirst().committed).isEmpty();
    }

    @Test
    void a_broker_that_hangs_does_not_keep_the_work_running_beyond_the_lease() {
        var work = aSlot(Renewal.HANGS, new FakeWork(true));
        queue.add(aRecord(7));
        await().until(() -> !work.leases.isEmpty());
        var began = System.nanoTime();

        await().until(() -> work.interrupts.get() == 1);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LASTS.plusSeconds(1));
    }

    @Test
    void a_process_that_was_suspended_finds_its_lease_lost_on_its_first_look() {
        var work = aSlot(Renewal.CONFIRMED, new FakeWork(true), LONG);
        queue.add(aRecord(7));
        await().until(() -> !work.leases.isEmpty());
        assertThat(work.leases.getFirst().isLost()).isFalse();

        suspendedNanos.addAndGet(LONG.toNanos());

        assertThat(work.leases.getFirst().isLost()).isTrue();
        await().until(() -> work.interrupts.get() == 1);
        assertThat(consumers.getFirst().committed).isEmpty();
    }

    @Test
    void what_was_done_after_the_lease_is_not_accepted() {
        var work = aSlot(Renewal.CONFIRMED, new FakeWork(false), LONG);
        queue.add(aRecord(7));
        await().until(() -> !work.leases.isEmpty());

        suspendedNanos.addAndGet(LONG.toNanos());
        work.mayEnd.countDown();

        await().until(() -> consumers.size() == 2);
        assertThat(consumers.getFirst().committed).isEmpty();
    }

    @Test
    void a_lease_counts_from_before_the_poll_that_brought_the_record() {
        var work = aSlot(Renewal.CONFIRMED, new FakeWork(true), LONG);
        await().until(() -> !consumers.isEmpty() && consumers.getFirst().isAsking);

        suspendedNanos.addAndGet(LONG.dividedBy(2).toNanos());
        queue.add(aRecord(7));

        await().until(() -> !work.leases.isEmpty());
        assertThat(work.remaining.getFirst()).isLessThan(LONG.dividedBy(2).plusSeconds(1));
    }

    @Test
    void a_worker_that_stops_gives_its_record_back_at_once() throws InterruptedException {
        var work = aSlot(Renewal.CONFIRMED, new FakeWork(true), LONG);
        queue.add(aRecord(7));
        await().until(() -> !work.leases.isEmpty());

        slots.getFirst().stop();

        assertThat(threads.getFirst().join(Duration.ofSeconds(10))).isTrue();
        assertThat(consumers.getFirst().committed).containsExactly(AcknowledgeType.RELEASE);
        assertThat(work.aborts).hasValue(0);
    }

    @Test
    void a_group_that_it_may_not_read_makes_it_not_ready() {
        var slot = new LeaseSlot(
                () -> {
                    throw new GroupAuthorizationException("pgconvoy-copiers");
                },
                new FakeWork(true),
                new LeaseSlot.Timing(RENEW_EVERY, LASTS, System::nanoTime),
                turn,
                new LeaseSlot.Presence(recentWork, true),
                new LastingFault());
        slots.add(slot);
        threads.add(Thread.ofPlatform().daemon().start(slot));

        await().until(() -> !slot.loops().isReady());
        assertThat(slot.loops().isAlive()).isTrue();
    }

    @Test
    void one_slot_asks_for_a_record_at_a_time_and_passes_the_turn_on_when_it_has_one() {
        var one = aSlot(Renewal.CONFIRMED, new FakeWork(true));
        var other = aSlot(Renewal.CONFIRMED, new FakeWork(true));
        await().until(() -> consumers.size() == 2 && asking() == 1);
        await().during(Duration.ofMillis(700)).until(() -> asking() == 1);

        queue.add(aRecord(7));
        await().until(() -> one.begun.size() + other.begun.size() == 1 && asking() == 1);
        queue.add(aRecord(8));

        await().until(() -> one.begun.size() == 1 && other.begun.size() == 1);
        assertThat(asking()).isZero();
    }

    @Test
    void only_the_first_stays_in_the_group_while_there_is_no_work_and_the_others_come_back_with_it() {
        var works = List.of(
                aSlot(Renewal.CONFIRMED, new FakeWork(true)),
                aSlot(Renewal.CONFIRMED, new FakeWork(true)),
                aSlot(Renewal.CONFIRMED, new FakeWork(true)));
        await().until(() -> open() == 3);

        idleNanos.addAndGet(Duration.ofMinutes(6).toNanos());

        await().until(() -> open() == 1 && asking() == 1);
        assertThat(slots).allMatch(slot -> slot.loops().isReady());
        queue.add(aRecord(7));
        await().until(() -> open() == 3 && asking() == 1);
        queue.add(aRecord(8));
        queue.add(aRecord(9));
        await().until(() -> works.stream().allMatch(work -> work.begun.size() == 1));
    }

    private long open() {
        return consumers.stream().filter(consumer -> !consumer.isClosed).count();
    }

    private long asking() {
        return consumers.stream()
                .filter(consumer -> consumer.isAsking && !consumer.isClosed)
                .count();
    }
}
