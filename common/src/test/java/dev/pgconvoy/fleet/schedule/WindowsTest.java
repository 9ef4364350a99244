package dev.pgconvoy.fleet.schedule;

import static dev.pgconvoy.fixture.Fleets.aServer;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.inWindow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.MigrationWindow;
import dev.pgconvoy.fleet.MigrationWindow.OnClose;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// It is noon at first, and the window is open from two until three.
class WindowsTest {

    private static final FleetServer SHOP =
            aServer("shop").overwriting().expected(Duration.ofMinutes(10)).build();
    private static final FleetServer CRM = aServer("crm")
            .overwriting()
            .expected(Duration.ofMinutes(50))
            .priority(-1)
            .build();

    private final ScheduledFleet fleet = new ScheduledFleet();

    private static MigrationWindow afternoon(OnClose onClose) {
        return new MigrationWindow("afternoon", "0 14 * * *", ZoneOffset.UTC, Duration.ofHours(1), onClose);
    }

    private void apply(OnClose onClose, FleetServer... servers) {
        fleet.apply(inWindow(afternoon(onClose), Optional.of(1), servers));
    }

    @Test
    void nothing_begins_before_it_opens() {
        apply(OnClose.FINISH, SHOP);
        fleet.passes(Duration.ofMinutes(119));
        assertThat(fleet.takeRequested()).isEmpty();

        fleet.passes(Duration.ofMinutes(1));

        assertThat(fleet.takeRequested()).containsExactly("weekend.shop");
    }

    @Test
    void what_runs_when_it_closes_may_finish_and_nothing_begins_until_it_opens_again() {
        apply(OnClose.FINISH, SHOP, CRM);
        fleet.passes(Duration.ofHours(2));
        assertThat(fleet.takeRequested()).containsExactly("weekend.shop");

        fleet.passes(Duration.ofMinutes(61));
        fleet.succeeds("shop");

        assertThat(fleet.takeCancelled()).isEmpty();
        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.SUCCEEDED);
        assertThat(fleet.takeRequested()).isEmpty();
        fleet.passes(Duration.ofHours(23));
        assertThat(fleet.takeRequested()).containsExactly("weekend.crm");
    }

    @Test
    void where_it_waits_for_the_end_something_begins_also_shortly_before_it_closes() {
        apply(OnClose.FINISH, CRM);

        fleet.passes(Duration.ofMinutes(179));

        assertThat(fleet.takeRequested()).containsExactly("weekend.crm");
    }

    @Test
    void what_would_not_end_in_time_does_not_begin_where_it_is_drained() {
        apply(OnClose.DRAIN, SHOP, CRM);
        fleet.passes(Duration.ofHours(2));
        assertThat(fleet.takeRequested()).containsExactly("weekend.shop");
        fleet.passes(Duration.ofMinutes(11));

        fleet.succeeds("shop");

        assertThat(fleet.takeRequested()).isEmpty();
        fleet.passes(Duration.ofDays(1).minusMinutes(11));
        assertThat(fleet.takeRequested()).containsExactly("weekend.crm");
        fleet.passes(Duration.ofMinutes(61));
        assertThat(fleet.takeCancelled()).isEmpty();
    }

    @Test
    void what_runs_is_cancelled_and_begins_anew_in_the_next_window() {
        apply(OnClose.CANCEL, SHOP);
        fleet.passes(Duration.ofHours(2));
        fleet.takeRequested();

        fleet.passes(Duration.ofHours(1));

        assertThat(fleet.takeCancelled()).containsExactly("weekend.shop");
        fleet.passes(Duration.ofMinutes(1));
        assertThat(fleet.takeCancelled()).as("once only").isEmpty();
        fleet.ends("shop", MigrationState.CANCELED);
        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.WAITING);
        assertThat(fleet.takeRequested()).isEmpty();
        fleet.passes(Duration.ofHours(23).minusMinutes(1));
        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.attempt-2");
    }

    @Test
    void what_succeeds_while_it_is_cancelled_has_succeeded() {
        apply(OnClose.CANCEL, SHOP);
        fleet.passes(Duration.ofHours(2));
        fleet.passes(Duration.ofHours(1));

        fleet.succeeds("shop");

        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.SUCCEEDED);
    }

    @Test
    void what_three_windows_were_too_short_for_fails() {
        apply(OnClose.CANCEL, SHOP);
        fleet.passes(Duration.ofHours(2));
        for (var day = 0; day < 3; day++) {
            assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.RUNNING);
            fleet.passes(Duration.ofHours(1));
            fleet.ends("shop", MigrationState.CANCELED);
            fleet.passes(Duration.ofHours(23));
        }

        assertThat(fleet.phaseOf("shop")).isEqualTo(ServerPhase.FAILED);
        assertThat(fleet.reasonOf("shop")).contains("make the window longer");
    }
}
