package dev.pgconvoy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Fleets;
import dev.pgconvoy.fleet.schedule.PlanDiff;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetRequestsTest {

    private static final long RATE = 52_428_800;

    private final Fleet plain = Fleets.aFleetOf(Fleets.aServer("shop").build());
    private final FleetServer server = plain.spec().servers().getFirst();

    private Fleet limited(long bytesPerSecond) {
        var spec = plain.spec();
        var limits = new FleetLimits(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Collections.emptySortedMap(),
                Optional.of(bytesPerSecond));
        return new Fleet(
                plain.metadata(),
                new FleetSpec(spec.defaults(), spec.servers(), spec.waves(), limits, spec.windows(), spec.gates()));
    }

    @Test
    void the_rate_of_a_fleet_is_that_of_each_of_its_requests() {
        var request = new FleetRequests(limited(RATE)).migration(server, 1);

        assertThat(request.options().copy().maxBytesPerSecond()).contains(RATE);
        assertThat(new FleetRequests(plain)
                        .migration(server, 1)
                        .options()
                        .copy()
                        .maxBytesPerSecond())
                .isEmpty();
    }

    @Test
    void another_rate_does_not_make_what_has_begun_another_migration() {
        var diff = new PlanDiff(RequestHash::of);

        assertThat(diff.contentHash(limited(RATE), server)).isEqualTo(diff.contentHash(plain, server));
    }
}
