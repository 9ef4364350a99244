package dev.pgconvoy.fleet.schedule;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fixture.Fleets;
import dev.pgconvoy.fleet.FleetAction;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What an earlier version has stored, or has left on a topic, can be read.
class EarlierFormsTest {

    private static ObjectNode without(Object value, String... components) throws IOException {
        var tree = (ObjectNode) EventJson.MAPPER.readTree(EventJson.write(value));
        for (var component : components) {
            tree.remove(component);
        }
        return tree;
    }

    @Test
    void facts_without_a_cause() throws IOException {
        var plan = new FleetFact.PlanRequested(
                Fleets.aFleetOf(Fleets.aServer("shop").build()), true, false);
        var action = new FleetFact.ActionRequested(Fleets.NAME, new FleetAction.Resume());

        assertThat(EventJson.MAPPER.treeToValue(without(plan, "cause", "ifRevision"), FleetFact.class))
                .isEqualTo(plan);
        assertThat(EventJson.MAPPER.treeToValue(without(action, "cause", "ifRevision"), FleetFact.class))
                .isEqualTo(action);
    }

    @Test
    void checks_without_what_they_use() throws IOException {
        assertThat(EventJson.MAPPER.treeToValue(without(CheckRun.NONE, "uses"), CheckRun.class))
                .isEqualTo(CheckRun.NONE);
    }

    @Test
    void a_fleet_of_which_no_part_could_be_paused() throws IOException {
        var head = FleetHead.first(Fleets.NAME, NOON);

        assertThat(EventJson.MAPPER.treeToValue(without(head, "parts"), FleetHead.class))
                .isEqualTo(head);
    }

    @Test
    void a_pause_and_its_end_without_a_part() throws IOException {
        assertThat(EventJson.MAPPER.readValue("{\"kind\":\"pause\",\"reason\":\"lunch\"}", FleetAction.class))
                .isEqualTo(new FleetAction.Pause("lunch"));
        assertThat(EventJson.MAPPER.readValue("{\"kind\":\"resume\"}", FleetAction.class))
                .isEqualTo(new FleetAction.Resume());
    }
}
