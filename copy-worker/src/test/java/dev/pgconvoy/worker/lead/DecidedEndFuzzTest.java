package dev.pgconvoy.worker.lead;

import dev.pgconvoy.fuzz.Fuzz;
import dev.pgconvoy.migration.Observation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecidedEndFuzzTest {

    @Test
    void whatever_the_register_says_is_an_end_or_refused_soon() {
        Fuzz.run(
                new Fuzz.Parser(
                        "ends",
                        DecidedEnd::of,
                        IllegalStateException.class,
                        List.of(new DecidedEnd(new Observation.Stopped(1, List.of("shop")), List.of("a")).text()),
                        List.of("null", "[]", "{}", "\"end\":", "[[[", "\"complete\":null")),
                0.02,
                Duration.ofMillis(500));
    }
}
