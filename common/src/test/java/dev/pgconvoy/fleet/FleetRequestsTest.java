package dev.pgconvoy.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.Fleets;
import dev.pgconvoy.fleet.schedule.PlanDiff;
import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.label.Labels;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import dev.pgconvoy.migration.rate.FleetMembership;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FleetRequestsTest {

    private static final long RATE = 52_428_800;
    private static final ServerEndpoint SCRATCH =
            new ServerEndpoint("scratch.example.org", 5432, "mover", Optional.empty(), SslMode.REQUIRE, "postgres");

    private final Fleet plain = Fleets.aFleetOf(Fleets.aServer("shop").build());
    private final FleetServer server = plain.spec().servers().getFirst();

    private Fleet limited(long bytesPerSecond) {
        var spec = plain.spec();
        var limits = new FleetLimits(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Collections.emptySortedMap(),
                Optional.of(bytesPerSecond),
                Optional.of(2 * bytesPerSecond),
                Optional.of(3 * bytesPerSecond));
        return new Fleet(
                plain.metadata(),
                new FleetSpec(spec.defaults(), spec.servers(), spec.waves(), limits, spec.windows(), spec.gates()));
    }

    @Test
    void the_rates_of_a_fleet_are_those_of_each_of_its_requests() {
        var request = new FleetRequests(limited(RATE)).migration(server, 1);

        assertThat(request.options().copy().maxBytesPerSecond()).contains(RATE);
        assertThat(request.options().copy().maxBytesPerSecondToTarget()).contains(2 * RATE);
        assertThat(request.fleet()).contains(new FleetMembership(plain.name(), Optional.of(3 * RATE)));
    }

    @Test
    void a_fleet_without_rates_limits_none_and_is_named_all_the_same() {
        var request = new FleetRequests(plain).migration(server, 1);

        assertThat(request.options().copy().maxBytesPerSecond()).isEmpty();
        assertThat(request.options().copy().maxBytesPerSecondToTarget()).isEmpty();
        assertThat(request.fleet()).contains(new FleetMembership(plain.name(), Optional.empty()));
    }

    @Test
    void of_the_rates_of_a_server_and_of_its_fleet_the_lower_one_counts() {
        var slow = Optional.of(RATE / 2);
        var copy = CopyOptions.DEFAULTS.within(slow, Optional.empty());

        assertThat(copy.within(Optional.of(RATE), Optional.of(RATE)))
                .extracting(CopyOptions::maxBytesPerSecond, CopyOptions::maxBytesPerSecondToTarget)
                .containsExactly(slow, Optional.of(RATE));
    }

    @Test
    void the_fleet_of_a_request_does_not_make_it_another_one() {
        var request = new FleetRequests(plain).migration(server, 1);
        var byHand = new FleetRequests(plain).unlimited(server);

        assertThat(RequestHash.of(request)).isEqualTo(RequestHash.of(byHand));
        assertThat(request.isSameAs(byHand)).isTrue();
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

    private static MigrationRequest rehearsal(Fleet fleet) {
        return new FleetRequests(fleet).rehearsal(fleet.spec().servers().getFirst(), SCRATCH, 7);
    }

    @Test
    void a_rehearsal_is_the_migration_to_another_target() {
        var limited = limited(RATE);
        var real = new FleetRequests(limited).migration(server, 1);

        var rehearsal = rehearsal(limited);

        assertThat(rehearsal.id()).hasToString("scratch/weekend.shop.rehearsal-7");
        assertThat(rehearsal.target()).isEqualTo(SCRATCH);
        assertThat(rehearsal.source()).isEqualTo(real.source());
        assertThat(rehearsal.options().copy()).isEqualTo(real.options().copy());
        assertThat(rehearsal.options().verify()).isEqualTo(real.options().verify());
        assertThat(rehearsal.options().filters()).isEqualTo(real.options().filters());
        assertThat(rehearsal.fleet()).isEqualTo(real.fleet());
        assertThat(FleetRequests.isOfFleet(Fleets.NAME, rehearsal.id().name())).isTrue();
    }

    @Test
    void a_rehearsal_writes_over_nothing_continues_nothing_and_tells_nobody() {
        var options = new OptionSettings(
                Optional.of(MigrationOption.VALIDATE),
                Optional.of(true),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new CopyOptions(0, true, InvalidData.FAIL, true)),
                Optional.empty(),
                Optional.of(new CheckOptions(true, true)),
                Optional.of(List.of(new RequestedReceiver("https://hooks.example.org/", Optional.empty(), Set.of()))));

        var rehearsed = rehearsal(aFleetWith(options)).options();

        assertThat(rehearsed.migrationOption()).isEqualTo(MigrationOption.VALIDATE_AND_MIGRATE);
        assertThat(rehearsed.overwriteDbsInTarget()).isFalse();
        assertThat(rehearsed.copy()).isEqualTo(new CopyOptions(0, true, InvalidData.FAIL, false));
        assertThat(rehearsed.checksBesides()).isEqualTo(new CheckOptions(false, true));
        assertThat(rehearsed.notifications()).isEmpty();
    }

    private Fleet aFleetWith(OptionSettings options) {
        var spec = plain.spec();
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        new ServerDefaults(
                                spec.defaults().source(),
                                spec.defaults().target(),
                                options,
                                spec.defaults().expectedDuration()),
                        spec.servers(),
                        spec.waves(),
                        spec.limits(),
                        spec.windows(),
                        spec.gates()));
    }

    @Test
    void the_user_of_the_target_owns_all_of_a_rehearsal_and_can_drop_it() {
        assertThat(rehearsal(plain).options().rights()).isEqualTo(new RightsOptions(false, true, false));
    }

    @Test
    void what_azure_moves_cannot_be_rehearsed() {
        var options = new OptionSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ExecutorKind.AZURE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThatThrownBy(() -> rehearsal(aFleetWith(options)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("executor workers");
    }

    @Test
    void a_rehearsal_is_known_by_its_label_however_many_its_server_has() {
        var labelled = Fleets.aServer("shop");
        for (var number = 0; number < Labels.MOST; number++) {
            labelled.labelled("label-" + number, "x");
        }

        var rehearsal = rehearsal(Fleets.aFleetOf(labelled.build()));

        assertThat(rehearsal.labels()).hasSize(Labels.MOST);
        assertThat(FleetRequests.rehearsedServer(Fleets.NAME, rehearsal)).contains("shop");
        assertThat(FleetRequests.rehearsedServer("week", rehearsal)).isEmpty();
        assertThat(FleetRequests.rehearsedServer(Fleets.NAME, new FleetRequests(plain).migration(server, 1)))
                .isEmpty();
    }

    @Test
    void another_rate_does_not_make_what_has_begun_another_migration() {
        var diff = new PlanDiff(RequestHash::of);

        assertThat(diff.contentHash(limited(RATE), server)).isEqualTo(diff.contentHash(plain, server));
    }
}
