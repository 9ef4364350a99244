package dev.pgconvoy.preflight.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.preflight.check.ExtensionVersion.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.2, 1.2.0, SAME",
        "1.2, 1.10, NEWER",
        "1.10, 1.2, OLDER",
        "1.9, 2.0, NEWER_MAJOR",
        "1.2, 1.2-beta, UNKNOWN",
        "1., 1, UNKNOWN",
    })
    void versions_of_numbers_have_an_order(String ours, String theirs, Order order) {
        assertThat(ExtensionVersion.of(ours).compareWith(ExtensionVersion.of(theirs)))
                .isEqualTo(order);
    }

    /// Whoever makes an extension at the source writes its version.
    @Test
    void one_that_is_very_long_is_read_like_others() {
        var longest = ExtensionVersion.of("1" + ".1".repeat(1_000_000));

        assertThat(ExtensionVersion.of("1").compareWith(longest)).isEqualTo(Order.NEWER);
    }
}
