package dev.pgconvoy.launcher.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.FleetEvent.FleetChanged;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.status.FleetNews;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetFeedTest {

    private static final FleetNews PAUSED = new FleetNews.ActionTaken(new FleetAction.Pause(""));

    private static FleetChanged changed(String fleet, Optional<String> cause) {
        return new FleetChanged(fleet, 1, PAUSED, cause);
    }

    @Test
    void the_answer_to_somebody_else_is_none_of_ours() {
        assertThat(FleetFeed.answers(changed("weekend", Optional.of("ours")), "weekend", "ours"))
                .isTrue();
        assertThat(FleetFeed.answers(changed("weekend", Optional.of("theirs")), "weekend", "ours"))
                .isFalse();
        assertThat(FleetFeed.answers(changed("other", Optional.of("ours")), "weekend", "ours"))
                .isFalse();
    }

    @Test
    void one_that_does_not_say_what_it_answers_is_from_an_earlier_version() {
        assertThat(FleetFeed.answers(changed("weekend", Optional.empty()), "weekend", "ours"))
                .isTrue();
    }
}
