package dev.pgconvoy.launcher.fleet.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fleet.forecast.MeasuredRehearsal;
import dev.pgconvoy.launcher.SampleStatuses;
import dev.pgconvoy.launcher.fleet.rehearsal.LeftDatabase;
import dev.pgconvoy.launcher.fleet.rehearsal.RehearsalResult;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Report.Difference;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import dev.pgconvoy.migration.estimate.PreflightRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalViewTest {

    private static final Instant ENDED = Instant.parse("2026-11-28T22:00:00Z");

    private static RehearsalResult result(MigrationStatus ended, List<String> dropped, LeftDatabase... left) {
        return new RehearsalResult("shop", Optional.of(ended), Optional.empty(), dropped, List.of(left));
    }

    /// Its checks expected 6 s, and it took nine.
    private static MigrationStatus succeeded() {
        var status = Fixtures.aMigration().succeeded().status();
        return status.withPreflight(Optional.of(new PreflightRun(
                status.changedAt().minusSeconds(9),
                status.changedAt(),
                Fixtures.aPreflightRun().estimate())));
    }

    @Test
    void a_rehearsal_says_what_it_took_and_what_was_expected() {
        var result = result(succeeded(), List.of("shop", "shop_log"));

        assertThat(result.hasSucceeded()).isTrue();
        assertThat(RehearsalView.lines(result))
                .containsExactly(
                        "ok shop: it took 9.0 s; its checks expected under 10 s, and in nine of ten cases at most 15 s",
                        "     dropped: shop, shop_log");
    }

    @Test
    void what_stays_is_a_failure_and_told_with_what_drops_it() {
        var result = result(succeeded(), List.of(), new LeftDatabase("shop", "it is used."));

        assertThat(result.hasSucceeded()).isFalse();
        assertThat(RehearsalView.lines(result))
                .last()
                .isEqualTo(
                        "     \"shop\" stays on the target: it is used. When nobody needs it: DROP DATABASE \"shop\";");
        assertThat(RehearsalView.lines(result)).first().asString().startsWith("no shop: it took");
    }

    @Test
    void one_that_failed_says_why_and_what_was_dropped() {
        var failed = SampleStatuses.failed(FailureCode.PERMISSION_DENIED, "shop");

        assertThat(RehearsalView.lines(result(failed, List.of("shop"))))
                .containsExactly(
                        "no shop: 0 errors, 0 warnings",
                        "     table t: It is not ours. Grant it.",
                        "     dropped: shop");
    }

    @Test
    void one_that_did_not_pass_its_checks_says_what_they_found() {
        var refused = SampleStatuses.ended(MigrationState.VALIDATION_FAILED).withFindings(List.of(Fixtures.anError()));

        assertThat(RehearsalView.lines(result(refused, List.of())))
                .hasSize(3)
                .first()
                .isEqualTo("no shop: 1 error, 0 warnings");
    }

    @Test
    void a_copy_that_differs_is_no_success() {
        var differs = SampleStatuses.ended(
                MigrationState.SUCCEEDED,
                SampleStatuses.report(List.of(new Difference("public.orders", "rows", "3", "2"))));

        var result = result(differs, List.of("shop"));

        assertThat(result.hasSucceeded()).isFalse();
        assertThat(RehearsalView.lines(result))
                .first()
                .isEqualTo("no shop: the copy differs from its source; see where with: pgconvoy report new-5432/m1");
    }

    @Test
    void one_that_was_not_begun_says_why() {
        var result = new RehearsalResult(
                "shop", Optional.empty(), Optional.of("its target is in use"), List.of(), List.of());

        assertThat(RehearsalView.lines(result)).containsExactly("no shop: not begun, its target is in use");
        assertThat(result.hasSucceeded()).isFalse();
    }

    @Test
    void a_table_has_those_that_the_fleet_still_has() {
        var id = new MigrationId("scratch", "weekend.shop.rehearsal-1");
        var measured = new MeasuredRehearsal(
                id,
                ENDED,
                Duration.ofSeconds(75),
                Optional.of(new LikelyDuration(Duration.ofSeconds(40), Duration.ofSeconds(60))));
        var bare = new MeasuredRehearsal(id, ENDED, Duration.ofSeconds(3), Optional.empty());

        assertThat(RehearsalView.table(
                        Map.of("shop", measured, "mail", bare, "gone", bare), List.of("shop", "crm", "mail")))
                .containsExactly("""
                  rehearsed  took      its checks expected  ended
                  shop       1:15 min  40 s                 11-28 22:00
                  mail       3.0 s                          11-28 22:00
                """.stripTrailing().split("\n"));
        assertThat(RehearsalView.table(Map.of("gone", bare), List.of("shop"))).isEmpty();
    }
}
