package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.fuzz.Fuzz;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventIdsFuzzTest {

    @Test
    void whatever_stands_in_last_event_id_is_a_number_of_ours_or_none() {
        Fuzz.run(
                new Parser(
                        "ids of streamed events",
                        text -> EventIds.number("run", text),
                        IllegalArgumentException.class,
                        List.of(EventIds.of("run", 17), EventIds.of("other", 1)),
                        List.of("run-", "-", "+", "99999999999999999999", "٣")),
                0.01,
                Duration.ofMillis(200));
    }
}
