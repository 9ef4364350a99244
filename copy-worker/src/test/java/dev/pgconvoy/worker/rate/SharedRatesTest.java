package dev.pgconvoy.worker.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.migration.rate.RateScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Claims come back as soon as they are sent.
@Timeout(60)
class SharedRatesTest {

    private static final RateScope HOST = RateScope.ofSource("old.example.org");
    private static final long LIMIT = 52_428_800;

    private final AtomicLong clock = new AtomicLong();
    private final List<RateClaim> sent = new CopyOnWriteArrayList<>();
    private final SharedRates rates = new SharedRates("worker", this::send, clock::get);
    private final AtomicInteger refusals = new AtomicInteger();
    private long offset;

    @AfterEach
    void close() {
        rates.close();
    }

    private synchronized void send(RateClaim claim) {
        if (refusals.getAndDecrement() > 0) {
            throw new IllegalStateException("no broker");
        }
        sent.add(claim);
        rates.hear(claim, 0, offset++);
    }

    private synchronized void sayAsAnother(RateClaim claim) {
        rates.hear(claim, 0, offset++);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private RateGate entered(CopyTask task) {
        var gate = rates.gate(task);
        gate.enter();
        return gate;
    }

    private void awaitShares(RateScope scope, long bytesPerSecond) {
        await().until(() -> sent.stream()
                .anyMatch(claim -> claim.limited().equals(scope) && claim.bytesPerSecond() == bytesPerSecond));
    }

    @Test
    void a_task_without_a_limit_claims_nothing_and_waits_for_nothing() {
        var gate = entered(CopyWork.aTask(CopyWork.copyTables()));

        gate.pass(Long.MAX_VALUE / 2);
        pass(Duration.ofSeconds(10));

        await().during(Duration.ofMillis(200)).until(sent::isEmpty);
    }

    @Test
    void a_copy_has_a_share_of_each_limit_that_applies_to_it() {
        pass(Duration.ofNanos(RateShares.REMEMBERED));

        entered(CopyWork.aTaskLimitedThrice(LIMIT, 2 * LIMIT, 3 * LIMIT));

        awaitShares(HOST, LIMIT);
        awaitShares(RateScope.ofTarget("new.example.org"), 2 * LIMIT);
        awaitShares(RateScope.ofFleet("weekend"), 3 * LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 4", "4, 1, 4", "4, 4, 1"})
    void the_smallest_share_decides(int source, int target, int fleet) {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        var gate = entered(CopyWork.aTaskLimitedThrice(source * LIMIT, target * LIMIT, fleet * LIMIT));
        var began = clock.get();
        var copy = Thread.ofVirtual().start(() -> gate.pass(LIMIT / 2));

        await().pollInterval(Duration.ofMillis(2)).until(() -> {
            pass(Duration.ofMillis(1));
            return !copy.isAlive();
        });

        assertThat(Duration.ofNanos(clock.get() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void a_limit_that_is_set_holds_a_copy_that_had_none() throws Exception {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        var gate = entered(CopyWork.aTask(CopyWork.copyTables()));
        gate.pass(10 * LIMIT);

        rates.set(HOST, Optional.of(LIMIT));
        awaitShares(HOST, LIMIT);
        var copy = Thread.ofVirtual().start(() -> gate.pass(LIMIT));

        assertThat(copy.join(Duration.ofMillis(300))).isFalse();
        pass(Duration.ofSeconds(2));
        assertThat(copy.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void a_limit_that_is_set_takes_the_place_of_a_lower_or_a_higher_one() {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        rates.set(HOST, Optional.of(3 * LIMIT));
        entered(CopyWork.aLimitedTask(LIMIT));
        awaitShares(HOST, 3 * LIMIT);

        pass(Duration.ofMillis(20));
        rates.set(HOST, Optional.of(LIMIT / 2));

        awaitShares(HOST, LIMIT / 2);
    }

    @Test
    void a_limit_that_is_taken_back_lets_go_who_waits_for_it() throws Exception {
        rates.set(HOST, Optional.of(LIMIT));
        var gate = entered(CopyWork.aTask(CopyWork.copyTables()));
        var copy = Thread.ofVirtual().start(() -> gate.pass(LIMIT));
        assertThat(copy.join(Duration.ofMillis(300))).isFalse();

        rates.set(HOST, Optional.empty());

        assertThat(copy.join(Duration.ofSeconds(10))).isTrue();
        gate.pass(1_000 * LIMIT);
    }

    @Test
    void when_a_limit_is_taken_back_those_of_the_requests_count_again_and_hold_no_others() {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        rates.set(HOST, Optional.of(3 * LIMIT));
        var unlimited = entered(CopyWork.aTask(CopyWork.copyTables()));
        entered(CopyWork.aLimitedTask(LIMIT));
        awaitShares(HOST, 3 * LIMIT);

        pass(Duration.ofMillis(20));
        rates.set(HOST, Optional.empty());

        awaitShares(HOST, LIMIT);
        unlimited.pass(1_000 * LIMIT);
    }

    @Test
    void a_limit_that_is_taken_back_is_claimed_no_more() {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        rates.set(HOST, Optional.of(LIMIT));
        entered(CopyWork.aTask(CopyWork.copyTables()));
        awaitShares(HOST, LIMIT);

        rates.set(HOST, Optional.empty());
        pass(Duration.ofSeconds(1));

        await().until(() -> sent.getLast().copies() == 0);
    }

    @Test
    void hosts_are_the_same_in_any_case_and_a_source_is_no_target() {
        assertThat(RateScope.ofSource("Old.Example.ORG")).isEqualTo(HOST);
        assertThat(RateScope.ofTarget("old.example.org")).isNotEqualTo(HOST);
    }

    @Test
    void a_limited_copy_reads_when_nobody_else_can_have_a_share() throws Exception {
        var gate = rates.gate(CopyWork.aLimitedTask());
        gate.enter();
        var copy = Thread.ofVirtual().start(() -> gate.pass(1_000));
        await().until(() -> !sent.isEmpty());
        assertThat(copy.join(Duration.ofMillis(300))).isFalse();

        pass(Duration.ofNanos(RateShares.REMEMBERED));
        await().until(() -> sent.getLast().bytesPerSecond() == LIMIT);
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            pass(Duration.ofMillis(1));
            return !copy.isAlive();
        });

        assertThat(sent.getLast())
                .extracting(RateClaim::limited, RateClaim::copies, RateClaim::maxBytesPerSecond)
                .containsExactly(HOST, 1, LIMIT);
    }

    @Test
    void a_claim_that_cannot_be_sent_is_followed_by_the_next() {
        refusals.set(2);
        rates.gate(CopyWork.aLimitedTask()).enter();

        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            pass(Duration.ofMillis(10));
            return !sent.isEmpty();
        });
        assertThat(refusals).hasNegativeValue();
    }

    @Test
    void a_claim_is_renewed_twice_a_second_and_no_more_often_when_nothing_changes() {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        rates.gate(CopyWork.aLimitedTask()).enter();
        await().until(() -> sent.size() == 1);

        pass(Duration.ofMillis(499));
        await().during(Duration.ofMillis(200)).until(() -> sent.size() == 1);
        pass(Duration.ofMillis(1));

        await().until(() -> sent.size() == 2);
    }

    @Test
    void a_newcomer_is_made_room_for_at_once() {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        rates.gate(CopyWork.aLimitedTask()).enter();
        await().until(() -> sent.size() == 1);

        pass(Duration.ofMillis(20));
        sayAsAnother(new RateClaim(HOST, "other", 1, 3, LIMIT, 0));

        await().until(() -> sent.size() == 2);
        assertThat(sent.getLast().bytesPerSecond()).isEqualTo(LIMIT / 4);
    }

    @Test
    void a_share_is_kept_between_two_tasks_and_given_back_a_second_after_the_last() {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        var gate = rates.gate(CopyWork.aLimitedTask());
        gate.enter();
        await().until(() -> sent.size() == 1);

        gate.leave();
        pass(Duration.ofMillis(600));
        await().until(() -> sent.size() == 2);
        assertThat(sent.getLast().copies()).isEqualTo(1);
        pass(Duration.ofMillis(400));

        await().until(() -> sent.size() == 3);
        assertThat(sent.getLast())
                .extracting(RateClaim::copies, RateClaim::bytesPerSecond)
                .containsExactly(0, 0L);
        pass(Duration.ofSeconds(10));
        await().during(Duration.ofMillis(200)).until(() -> sent.size() == 3);
    }

    @Test
    void a_gap_in_the_partition_leaves_time_for_what_was_missed() {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        rates.gate(CopyWork.aLimitedTask()).enter();
        await().until(() -> sent.size() == 1);
        var held = sent.getFirst().bytesPerSecond();

        offset += 5;
        sayAsAnother(new RateClaim(HOST, "other", 6, 1, LIMIT, 0));
        pass(Duration.ofNanos(RateShares.LEASE));

        await().until(() -> sent.getLast().number() > 1);
        assertThat(held).isEqualTo(LIMIT);
        assertThat(sent.getLast().bytesPerSecond()).isZero();
    }

    @Test
    void what_is_claimed_is_given_back_at_the_end() {
        pass(Duration.ofNanos(RateShares.REMEMBERED));
        rates.gate(CopyWork.aLimitedTask()).enter();
        await().until(() -> sent.size() == 1);

        rates.close();

        assertThat(sent.getLast().copies()).isZero();
    }
}
