package dev.pgconvoy.fleet.forecast;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.fleet.status.WaveStatus;
import dev.pgconvoy.migration.MigrationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannedTimesTest {

    private static final Fleet FLEET =
            aFleetOf(aServer("shop").build(), aServer("crm").build());

    private static ServerStatus server(String name, ServerPhase phase, Optional<Instant> from, Optional<Instant> to) {
        return new ServerStatus(
                name,
                Optional.of("all"),
                phase,
                "0".repeat(64),
                Optional.empty(),
                from.isPresent() ? 1 : 0,
                from.map(_ -> new MigrationId("new-" + name, "weekend." + name)),
                from,
                to,
                Optional.empty());
    }

    private static FleetStatus status(ServerStatus... servers) {
        return new FleetStatus(
                FLEET.name(),
                1,
                FleetPhase.RUNNING,
                NOON,
                NOON.plusSeconds(9_000),
                Optional.empty(),
                List.of(new WaveStatus("all", WavePhase.OPEN, Optional.of(NOON), Optional.empty(), List.of())),
                List.of(servers));
    }

    @Test
    void what_is_late_is_still_planned_from_the_moment_of_the_plan() {
        var late = status(
                server("shop", ServerPhase.RUNNING, Optional.of(NOON.plusSeconds(7_200)), Optional.empty()),
                server("crm", ServerPhase.WAITING, Optional.empty(), Optional.empty()));

        var planned = PlannedTimes.of(FLEET, late, Map.of());

        assertThat(planned.servers()).containsOnlyKeys("shop", "crm");
        assertThat(planned.servers().get("shop").start().p50()).isEqualTo(NOON);
        assertThat(planned.servers().get("shop").end().p50()).isAfter(NOON);
    }

    @Test
    void what_was_over_when_the_plan_was_applied_is_not_planned() {
        var applied = status(
                server("shop", ServerPhase.SUCCEEDED, Optional.of(NOON.minusSeconds(900)), Optional.of(NOON.minusSeconds(60))),
                server("crm", ServerPhase.SUCCEEDED, Optional.of(NOON.plusSeconds(5)), Optional.of(NOON.plusSeconds(600))));

        assertThat(PlannedTimes.standingAt(applied, NOON).orElseThrow().servers())
                .extracting(ServerStatus::phase)
                .containsExactly(ServerPhase.SUCCEEDED, ServerPhase.WAITING);
        assertThat(PlannedTimes.of(FLEET, applied, Map.of()).servers()).containsOnlyKeys("crm");
    }
}
