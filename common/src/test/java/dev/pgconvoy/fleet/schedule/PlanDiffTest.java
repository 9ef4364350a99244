package dev.pgconvoy.fleet.schedule;

import static dev.pgconvoy.fixture.Fleets.aServer;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.fleet;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.wave;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.schedule.PlanDiff.Standing;
import dev.pgconvoy.fleet.status.PlanChanges;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is shown of a fleet is all that is needed to tell whether a file is what is applied.
class PlanDiffTest {

    private static final FleetServer SHOP = aServer("shop").build();
    private static final Gate BY_DBA = new Gate.Approval("signed", "dba", Optional.empty());
    private static final Gate BY_BOSS = new Gate.Approval("signed", "boss", Optional.empty());

    private final ScheduledFleet applied = new ScheduledFleet();

    private static Fleet plan(Gate gate, FleetServer... servers) {
        var names = Arrays.stream(servers).map(FleetServer::name).toList();
        return fleet(List.of(servers), List.of(wave("all", names, gate.name())), gate);
    }

    private PlanChanges changes(Fleet wanted) {
        applied.apply(plan(BY_DBA, SHOP));
        return new PlanDiff(RequestHash::of).changes(Optional.of(Standing.of(applied.status())), wanted, false, false);
    }

    @Test
    void the_plan_that_is_applied_changes_nothing() {
        assertThat(changes(plan(BY_DBA, SHOP)).changeNothing()).isTrue();
    }

    @Test
    void another_gate_changes_the_settings() {
        assertThat(changes(plan(BY_BOSS, SHOP)).settings()).isTrue();
    }

    @Test
    void another_priority_of_a_server_changes_the_settings() {
        assertThat(changes(plan(BY_DBA, aServer("shop").priority(3).build())).settings())
                .isTrue();
    }

    @Test
    void a_server_that_is_added_is_no_change_of_settings() {
        applied.apply(fleet(List.of(SHOP), List.of()));

        var changes = new PlanDiff(RequestHash::of)
                .changes(
                        Optional.of(Standing.of(applied.status())),
                        fleet(List.of(SHOP, aServer("crm").build()), List.of()),
                        false,
                        false);

        assertThat(changes)
                .isEqualTo(new PlanChanges(List.of("crm"), List.of(), List.of(), List.of(), List.of(), false));
    }

    @Test
    void settings_that_are_not_known_count_as_others() {
        applied.apply(plan(BY_DBA, SHOP));
        var standing = new Standing(Optional.empty(), applied.status().servers());

        assertThat(new PlanDiff(RequestHash::of)
                        .changes(Optional.of(standing), plan(BY_DBA, SHOP), false, false)
                        .settings())
                .isTrue();
    }

    @Test
    void the_role_of_an_approval_is_shown() {
        applied.apply(plan(BY_BOSS, SHOP));

        assertThat(applied.status().waves().getFirst().gates().getFirst().role())
                .contains("boss");
    }
}
