package dev.pgconvoy.migration.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.fleet.FleetMetadata;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A fleet has the same names in its file, in requests and in limits.
class FleetNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "shop-2025_North", "0", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz01234567890"})
    void is_taken_everywhere(String name) {
        assertThat(FleetName.isValid(name)).isTrue();
        assertThatCode(() -> {
                    new FleetMetadata(name, Collections.emptySortedMap());
                    new FleetMembership(name, Optional.empty());
                    RateScope.ofFleet(name).requireNamed();
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b",
                "-a",
                "_a",
                "a b",
                "\u00e4",
                "a\n",
                "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz012345678901"
            })
    void is_refused_everywhere(String name) {
        assertThat(FleetName.isValid(name)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FleetMetadata(name, Collections.emptySortedMap()))
                .withMessageStartingWith("the name of a fleet must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FleetMembership(name, Optional.empty()))
                .withMessageStartingWith("the name of a fleet must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateScope.ofFleet(name).requireNamed());
    }
}
