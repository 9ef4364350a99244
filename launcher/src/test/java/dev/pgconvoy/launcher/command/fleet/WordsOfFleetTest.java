package dev.pgconvoy.launcher.command.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.Fleets;
import org.junit.jupiter.api.Test;

class WordsOfFleetTest {

    @Test
    void the_roles_of_a_wave_are_those_of_the_plan_that_is_applied() {
        assertThat(WordsOfFleet.rolesOf(Fleets.aStatus(), "first")).containsExactly("dba");
        assertThat(WordsOfFleet.rolesOf(Fleets.aStatus(), "second")).isEmpty();
    }
}
