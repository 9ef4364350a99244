package dev.pgconvoy.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import java.util.Optional;
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

    @Example
    void a_script_is_whole_or_there_is_none() {
        var finding = Finding.info("check", FindingCode.LEFT_OUT, "it", "It is odd.");

        assertThat(finding.inSource("shop", "x".repeat(4_000)).script())
                .contains(new RemedyScript(RemedyScript.Place.SOURCE, Optional.of("shop"), "x".repeat(4_000)));
        assertThat(finding.inTarget("shop", "x".repeat(4_001)).script()).isEmpty();
    }

    @Example
    void a_finding_counts_the_bytes_of_its_script() {
        var finding = Finding.info("check", FindingCode.LEFT_OUT, "it", "It is odd.")
                .inSource("shöp", "ALTER TABLE \"ä\" …;\n");

        assertThat(EventJson.write(finding)).hasSizeLessThanOrEqualTo(finding.jsonBytes());
    }
}
