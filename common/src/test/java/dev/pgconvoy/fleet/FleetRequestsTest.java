package dev.pgconvoy.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.Fleets;
import dev.pgconvoy.fleet.schedule.PlanDiff;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
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
    void a_migration_is_known_by_its_fleets_name() {
        var id = new FleetRequests(plain).migration(server, 2).id();

        assertThat(FleetRequests.isOfFleet(Fleets.NAME, id.name())).isTrue();
        assertThat(FleetRequests.isOfFleet("week", id.name())).isFalse();
        assertThat(FleetRequests.isOfFleet(Fleets.NAME + ".shop", "move")).isFalse();
    }

    @Test
    void the_migrations_of_a_fleet_with_a_long_name_are_known_too() {
        var name = "a".repeat(60);
        var longNamed = new Fleet(new FleetMetadata(name, Collections.emptySortedMap()), plain.spec());

        var id = new FleetRequests(longNamed).migration(server, 12).id();

        assertThat(FleetRequests.isOfFleet(name, id.name())).isTrue();
        assertThat(FleetRequests.isOfFleet("b" + name, id.name())).isFalse();
    }

    @Test
    void another_receiver_is_another_setting_and_no_other_migration() {
        var spec = plain.spec();
        var told = new Fleet(
                plain.metadata(),
                new FleetSpec(
                        new ServerDefaults(
                                spec.defaults().source(),
                                spec.defaults().target(),
                                Fleets.aFleetWithEverything().spec().defaults().options(),
                                spec.defaults().expectedDuration()),
                        spec.servers(),
                        spec.waves(),
                        spec.limits(),
                        spec.windows(),
                        spec.gates()));

        assertThat(new FleetRequests(told).migration(server, 1).options().notifications())
                .hasSize(1);
        assertThat(FleetSettings.hash(told.spec(), server)).isNotEqualTo(FleetSettings.hash(spec, server));
    }

    @Test
    void who_is_told_does_not_make_another_request() {
        var receiver = new RequestedReceiver("https://hooks.example.org/", Optional.empty(), Set.of());
        var request = Fixtures.aRequest();

        var asked = request.build();
        var told = request.telling(receiver).build();

        assertThat(told.isSameAs(asked)).isTrue();
        assertThat(RequestHash.of(told)).isEqualTo(RequestHash.of(asked));
    }

    @Test
    void another_rate_does_not_make_what_has_begun_another_migration() {
        var diff = new PlanDiff(RequestHash::of);

        assertThat(diff.contentHash(limited(RATE), server)).isEqualTo(diff.contentHash(plain, server));
    }
}
