package dev.pgconvoy.fleet.forecast;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import dev.pgconvoy.migration.estimate.PreflightRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MeasuredRehearsalTest {

    private static final Fleet FLEET =
            aFleetOf(aServer("shop").build(), aServer("crm").build());
    private static final FleetRequests REQUESTS = new FleetRequests(FLEET);
    private static final ServerEndpoint SCRATCH =
            new ServerEndpoint("scratch.example.org", 5432, "mover", Optional.empty(), SslMode.REQUIRE, "postgres");

    private static MigrationRequest rehearsal(int number) {
        return REQUESTS.rehearsal(FLEET.spec().servers().getFirst(), SCRATCH, number);
    }

    private static MigrationRequest check(int number) {
        return REQUESTS.check(FLEET.spec().servers().getFirst(), number, false);
    }

    private static MigrationStatus ended(
            MigrationRequest request,
            MigrationState state,
            Instant begin,
            long seconds,
            Optional<LikelyDuration> expected) {
        var status = Fixtures.aMigration().succeeded().status();
        return new MigrationStatus(
                request.id(),
                status.revision(),
                state,
                status.substate(),
                request,
                status.requestHash(),
                begin,
                begin.plusSeconds(seconds),
                status.databases(),
                status.findings(),
                status.failure(),
                status.obstacle(),
                status.report(),
                status.databasesToDrop(),
                status.stalledSince(),
                status.azure(),
                status.cancelReason(),
                Optional.of(
                        new PreflightRun(begin, begin.plusSeconds(1), expected.map(MeasuredRehearsalTest::estimate))),
                Optional.empty());
    }

    private static MigrationStatus succeeded(
            MigrationRequest request, Instant begin, long seconds, LikelyDuration expected) {
        return ended(request, MigrationState.SUCCEEDED, begin, seconds, Optional.of(expected));
    }

    private static Estimate estimate(LikelyDuration duration) {
        var usual = Fixtures.aPreflightRun().estimate().orElseThrow();
        return new Estimate(
                duration,
                usual.boundBy(),
                usual.targetDiskBytes(),
                usual.peakWalBytes(),
                usual.sourceConnections(),
                usual.targetConnections(),
                usual.rates(),
                usual.databaseCount(),
                usual.databases());
    }

    private static LikelyDuration likely(long p50, long p90) {
        return new LikelyDuration(Duration.ofSeconds(p50), Duration.ofSeconds(p90));
    }

    private static Map<String, LikelyDuration> estimates(MigrationStatus... known) {
        return CheckEstimates.of(
                FLEET, Arrays.stream(known).collect(Collectors.toMap(MigrationStatus::id, Function.identity())));
    }

    @Test
    void a_server_is_expected_to_take_as_long_as_its_rehearsal() {
        var checked = succeeded(check(1), NOON, 5, likely(60, 90));
        var rehearsed = succeeded(rehearsal(1), NOON.plusSeconds(100), 240, likely(80, 120));

        assertThat(estimates(checked, rehearsed)).containsExactly(Map.entry("shop", likely(240, 360)));
    }

    @Test
    void what_later_checks_expect_counts_in_proportion() {
        var rehearsed = succeeded(rehearsal(1), NOON, 240, likely(80, 120));
        var checked = succeeded(check(1), NOON.plusSeconds(1_000), 5, likely(100, 200));

        assertThat(estimates(rehearsed, checked)).containsExactly(Map.entry("shop", likely(300, 600)));
    }

    @Test
    void of_several_rehearsals_the_latest_counts() {
        var first = succeeded(rehearsal(1), NOON, 240, likely(80, 120));
        var second = succeeded(rehearsal(2), NOON.plusSeconds(1_000), 160, likely(80, 120));

        assertThat(MeasuredRehearsal.latest(FLEET.name(), List.of(second, first)))
                .containsExactly(Map.entry(
                        "shop",
                        new MeasuredRehearsal(
                                second.id(),
                                second.changedAt(),
                                Duration.ofSeconds(160),
                                Optional.of(likely(80, 120)))));
        assertThat(estimates(first, second)).containsExactly(Map.entry("shop", likely(160, 240)));
    }

    @Test
    void one_that_failed_has_measured_nothing() {
        var failed = ended(rehearsal(1), MigrationState.FAILED, NOON, 240, Optional.of(likely(80, 120)));

        assertThat(MeasuredRehearsal.latest(FLEET.name(), List.of(failed))).isEmpty();
        assertThat(estimates(failed)).containsExactly(Map.entry("shop", likely(80, 120)));
    }

    @Test
    void without_an_estimate_of_its_own_one_of_ten_is_expected_to_take_half_as_long_again() {
        var rehearsed = ended(rehearsal(1), MigrationState.SUCCEEDED, NOON, 240, Optional.empty());

        assertThat(estimates(rehearsed)).containsExactly(Map.entry("shop", likely(240, 360)));
    }

    @Test
    void a_clock_that_runs_behind_measures_nothing() {
        var rehearsed = succeeded(rehearsal(1), NOON, -3, likely(80, 120));

        assertThat(MeasuredRehearsal.of(rehearsed)).isEmpty();
    }

    @Test
    void rehearsals_of_servers_that_are_gone_and_of_other_fleets_do_not_count() {
        var gone = REQUESTS.rehearsal(aServer("gone").build(), SCRATCH, 1);
        var other = rehearsal(1).withLabels(new TreeMap<>(Map.of(FleetRequests.REHEARSAL_OF, "week.shop")));

        assertThat(estimates(succeeded(gone, NOON, 240, likely(80, 120)), succeeded(other, NOON, 240, likely(80, 120))))
                .isEmpty();
    }

    @Test
    void the_plan_reckons_with_the_rehearsal() {
        var rehearsed = succeeded(rehearsal(1), NOON, 7_200, likely(80, 80));
        var known = Map.of(new MigrationId("scratch", "any"), rehearsed);

        var planned = new Forecast(SchedulerSettings.DEFAULTS, CheckEstimates.of(FLEET, known))
                .of(FLEET, Optional.empty(), NOON);

        assertThat(planned.servers().get("shop").end().p50()).isEqualTo(NOON.plusSeconds(7_200));
        assertThat(planned.servers().get("crm").end().p90()).isBefore(NOON.plusSeconds(7_200));
    }
}
