package dev.pgconvoy.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FailureTest {

    @Property(tries = 100)
    void a_long_message_is_cut_to_what_can_still_be_written(@ForAll @IntRange(max = 3) int before) throws Exception {
        var failure = new Failure(FailureCode.INTERNAL, "it", "x".repeat(3_996 + before) + "🐘".repeat(10), "Mend it.");

        assertThat(failure.message()).hasSizeLessThanOrEqualTo(4_000).endsWith("…");
        assertThat(EventJson.MAPPER.readValue(EventJson.write(failure), Failure.class))
                .isEqualTo(failure);
    }

    @Example
    void a_message_that_fits_stays() {
        var message = "x".repeat(4_000);

        assertThat(new Failure(FailureCode.INTERNAL, "it", message, "").message())
                .isEqualTo(message);
        assertThat(new Finding("check", "PGC1", Severity.INFO, "it", message + "x", "Nothing to do.").message())
                .hasSize(4_000)
                .endsWith("…");
    }
}
