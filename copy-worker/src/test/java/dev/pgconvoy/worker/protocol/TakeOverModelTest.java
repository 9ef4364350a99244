package dev.pgconvoy.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.worker.protocol.World.Bounds;
import dev.pgconvoy.worker.protocol.World.Database.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TakeOverModelTest {

    private static final Bounds BOUNDS = new Bounds(2, 1, 0, 0, true, false, 2);
    private static final List<Kind> FOUND = List.of(Kind.ABSENT, Kind.FOREIGN, Kind.OTHER_FOREIGN);
    private static final int MOST_STATES = 4_000_000;

    private static Explorer.Outcome explored(OldRule... old) {
        return explored(Set.of(), old);
    }

    private static Explorer.Outcome explored(Set<Violation> sought, OldRule... old) {
        var rules = EnumSet.noneOf(OldRule.class);
        rules.addAll(Arrays.asList(old));
        var began = System.nanoTime();
        var outcome = new Explorer(new TakeOverModel(FOUND, BOUNDS, rules), MOST_STATES).exploreUntil(sought);
        System.out.println(rules + ": " + outcome.states() + " states, " + outcome.steps() + " steps, " + outcome.ends()
                + " ends, " + (System.nanoTime() - began) / 1_000_000 + " ms");
        outcome.traces()
                .forEach((violation, trace) -> System.out.println(violation + "\n  " + String.join("\n  ", trace)));
        return outcome;
    }

    @Test
    void by_the_rules_of_adr_10_nothing_is_violated_in_any_order_of_steps() {
        assertThat(explored().traces()).isEmpty();
    }
}
