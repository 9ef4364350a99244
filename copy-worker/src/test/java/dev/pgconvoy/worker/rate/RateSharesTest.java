package dev.pgconvoy.worker.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.migration.rate.RateScope;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RateSharesTest {

    private static final long MILLIS = 1_000_000;
    private static final RateScope HOST = RateScope.ofSource("old.example.org");

    /// Long enough for nothing to be missed any more.
    private long now = 10_000 * MILLIS;

    private final RateShares shares = new RateShares(HOST, "a", 0);

    private RateClaim claim(long number, int copies) {
        return shares.claim(number, copies, 100, now);
    }

    private void others(String worker, int copies, long bytesPerSecond) {
        shares.hear(new RateClaim(HOST, worker, 1, copies, 100, bytesPerSecond), now);
    }

    @Test
    void who_is_alone_may_read_with_the_whole_limit_when_its_claim_has_come_back() {
        var claim = claim(1, 4);

        assertThat(claim.bytesPerSecond()).isEqualTo(100);
        assertThat(shares.usable(now)).isZero();

        shares.hear(claim, now);

        assertThat(shares.usable(now)).isEqualTo(100);
    }

    @Test
    void a_claim_ends_with_its_lease_which_begins_before_it_is_sent() {
        var claim = claim(1, 4);
        var sentAt = now;
        now += 2_999 * MILLIS;
        shares.hear(claim, now);

        assertThat(shares.usable(now)).isEqualTo(100);
        assertThat(shares.usable(sentAt + RateShares.LEASE)).isZero();
    }

    @Test
    void a_claim_that_comes_back_after_its_lease_is_not_granted() {
        var claim = claim(1, 4);
        now += RateShares.LEASE;

        shares.hear(claim, now);

        assertThat(shares.usable(now)).isZero();
    }

    @Test
    void a_share_is_by_copies_and_waits_for_the_room_that_others_leave() {
        others("b", 1, 100);

        assertThat(claim(1, 3).bytesPerSecond()).isZero();

        others("b", 1, 25);

        assertThat(claim(2, 3).bytesPerSecond()).isEqualTo(75);
    }

    @Test
    void of_two_claims_that_do_not_fit_together_the_later_one_is_not_granted() {
        var claim = claim(1, 4);
        others("b", 1, 100);
        shares.hear(claim, now);

        assertThat(shares.usable(now)).isZero();
        assertThat(shares.isRefused()).isTrue();
    }

    @Test
    void who_lowers_its_claim_reads_less_before_others_hear_of_it() {
        shares.hear(claim(1, 4), now);
        others("b", 4, 0);

        var lower = claim(2, 4);

        assertThat(lower.bytesPerSecond()).isEqualTo(50);
        assertThat(shares.usable(now)).isEqualTo(50);
    }

    @Test
    void an_older_claim_that_comes_back_grants_no_more_than_a_later_one_that_is_on_its_way() {
        var older = claim(1, 4);
        others("b", 4, 0);
        claim(2, 4);

        shares.hear(older, now);

        assertThat(shares.usable(now)).isLessThanOrEqualTo(50);
    }

    @Test
    void the_share_of_a_worker_that_is_not_heard_any_more_comes_back() {
        others("b", 4, 50);
        shares.hear(claim(1, 4), now);
        assertThat(shares.usable(now)).isEqualTo(50);

        now += RateShares.REMEMBERED;
        shares.hear(claim(2, 4), now);

        assertThat(shares.usable(now)).isEqualTo(100);
    }

    @Test
    void a_share_is_left_to_its_worker_for_longer_than_it_can_use_it() {
        others("b", 4, 50);
        now += RateShares.LEASE;

        shares.hear(claim(1, 4), now);

        assertThat(shares.usable(now)).isEqualTo(50);
    }

    @Test
    void a_share_that_is_given_back_is_free_at_once() {
        others("b", 4, 50);
        others("b", 0, 0);
        shares.hear(claim(1, 4), now);

        assertThat(shares.usable(now)).isEqualTo(100);
    }

    @Test
    void nothing_is_granted_while_claims_of_others_may_have_been_missed() {
        shares.missedSome(now);
        shares.hear(claim(1, 4), now);
        assertThat(shares.usable(now)).isZero();

        now += RateShares.REMEMBERED;
        shares.hear(claim(2, 4), now);

        assertThat(shares.usable(now)).isEqualTo(100);
    }

    @Test
    void of_several_limits_the_lowest_counts() {
        shares.hear(new RateClaim(HOST, "b", 1, 1, 40, 20), now);

        shares.hear(claim(1, 1), now);

        assertThat(shares.usable(now)).isEqualTo(20);
    }

    @Property(tries = 500)
    void all_workers_together_never_exceed_the_limit_however_late_claims_come(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int workers) {
        var simulation = new ClaimSimulation(seed, workers);

        var most = 0L;
        for (var step = 0; step < 2_000; step++) {
            simulation.anything();
            most = Math.max(most, simulation.usable());
        }

        assertThat(most).isLessThanOrEqualTo(ClaimSimulation.LIMIT);
    }

    @Property(tries = 300)
    void while_the_limit_is_changed_the_highest_one_is_never_exceeded(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int workers) {
        var simulation = new ClaimSimulation(seed, workers, true);

        var most = 0L;
        for (var step = 0; step < 2_000; step++) {
            simulation.anything();
            most = Math.max(most, simulation.usable());
        }

        assertThat(most).isLessThanOrEqualTo(ClaimSimulation.LIMIT);
    }

    @Property(tries = 300)
    void when_all_know_the_new_limit_it_is_held_and_used(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int workers,
            @ForAll @IntRange(min = 1, max = 8) int part) {
        var simulation = new ClaimSimulation(seed, workers, true);
        for (var step = 0; step < 300; step++) {
            simulation.anything();
        }
        var limit = ClaimSimulation.LIMIT / part;

        simulation.limit(limit);
        simulation.inOrder(12_000);

        assertThat(simulation.usable()).isBetween(limit * 99 / 100, limit);
    }

    @Property(tries = 500)
    void when_nobody_joins_or_ends_nearly_all_of_the_limit_is_used(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int workers) {
        var simulation = new ClaimSimulation(seed, workers);
        for (var step = 0; step < 300; step++) {
            simulation.anything();
        }

        simulation.inOrder(12_000);

        assertThat(simulation.usable()).isBetween(ClaimSimulation.LIMIT * 99 / 100, ClaimSimulation.LIMIT);
    }
}
