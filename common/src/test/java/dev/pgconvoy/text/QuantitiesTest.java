package dev.pgconvoy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "1150, 1.2 kB",
        "99949, 99.9 kB",
        "99950, 100 kB",
        "45300000, 45.3 MB",
        "312400000, 312 MB",
        "999600000, 1.0 GB",
        "2000000000000, 2.0 TB",
        "9223372036854775807, 9223 PB"
    })
    void bytes_have_the_unit_that_fits(long bytes, String text) {
        assertThat(Quantities.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0.34S, 0.3 s", "PT12.3S, 12.3 s", "PT3M7S, 3:07 min", "PT1H3M7S, 1:03:07 h", "PT30H, 30:00:00 h"})
    void times_do_too(Duration time, String text) {
        assertThat(Quantities.time(time)).isEqualTo(text);
    }

    @Test
    void a_rate_needs_time() {
        assertThat(Quantities.rate(90_000_000, Duration.ofSeconds(2))).isEqualTo("45.0 MB/s");
        assertThat(Quantities.rate(90_000_000, Duration.ZERO)).isEmpty();
    }
}
