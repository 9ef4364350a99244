package dev.pgconvoy.launcher.command.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.Fleets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WordsOfFleetTest {

    @Test
    void the_roles_of_a_wave_are_those_of_the_plan_that_is_applied() {
        assertThat(WordsOfFleet.rolesOf(Fleets.aStatus(), "first")).containsExactly("dba");
        assertThat(WordsOfFleet.rolesOf(Fleets.aStatus(), "second")).isEmpty();
    }

    @Test
    void a_part_is_shown_to_people_and_named_for_the_next_command() {
        var wave = new WordsOfFleet(Optional.of("rest"), Optional.empty());
        var all = new WordsOfFleet(Optional.empty(), Optional.empty());

        assertThat(wave.shown("weekend")).isEqualTo("the wave rest of weekend");
        assertThat(wave.asFlags()).isEqualTo(" --wave rest");
        assertThat(all.shown("weekend")).isEqualTo("weekend");
        assertThat(all.asFlags()).isEmpty();
    }
}
