package dev.pgconvoy.fleet.simulation;

import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.OnFailure;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A checker that sees nothing proves nothing.
class LogCheckerTest {

    private static final Instant NOON = FleetSimulation.BEGIN;
    private static final FleetServer SHOP = aServer("shop").build();
    private static final FleetServer MAIL = aServer("mail").build();
    private static final FleetServer CRM = aServer("crm").build();

    /// The second wave is that of crm.
    private static Fleet plan(Gate gate, FleetServer... ofFirst) {
        var servers = new ArrayList<>(List.of(ofFirst));
        servers.add(CRM);
        var plain = aFleetOf(servers.toArray(FleetServer[]::new));
        var first = List.of(ofFirst).stream().map(FleetServer::name).toList();
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        plain.spec().defaults(),
                        servers,
                        List.of(wave("first", first), wave("second", List.of("crm"), gate.name())),
                        plain.spec().limits(),
                        List.of(),
                        List.of(gate)));
    }

    private static Wave wave(String name, List<String> servers, String... gates) {
        return new Wave(
                name,
                servers,
                Collections.emptySortedMap(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(gates),
                OnFailure.DEFAULTS);
    }

    private static MigrationRequest migration(Fleet plan, FleetServer server) {
        return new FleetRequests(plan).migration(server, 1);
    }

    private static SeenEvent requested(MigrationRequest request, int minute) {
        return new SeenEvent.Requested(NOON.plus(Duration.ofMinutes(minute)), request);
    }

    private static SeenEvent ended(MigrationRequest request, int minute, boolean isVerified) {
        return new SeenEvent.Ended(
                NOON.plus(Duration.ofMinutes(minute)), request.id(), MigrationState.SUCCEEDED, isVerified);
    }

    @Test
    void it_sees_a_wave_that_begins_before_all_of_the_earlier_ones_are_verified() {
        var proven = new Gate.AllVerified("proven");
        var before = plan(proven, SHOP);
        var after = plan(proven, SHOP, MAIL);
        var shop = migration(before, SHOP);
        var mail = migration(after, MAIL);
        var crm = migration(after, CRM);

        assertThatThrownBy(() -> LogChecker.checkBegins(List.of(
                        new SeenEvent.Planned(NOON, before),
                        requested(shop, 0),
                        ended(shop, 1, true),
                        new SeenEvent.Planned(NOON.plus(Duration.ofMinutes(2)), after),
                        requested(mail, 2),
                        ended(mail, 3, false),
                        requested(crm, 3))))
                .hasMessageContaining("after all that is verified");
        assertThatCode(() -> LogChecker.checkBegins(List.of(
                        new SeenEvent.Planned(NOON, before),
                        requested(shop, 0),
                        ended(shop, 1, true),
                        requested(crm, 1))))
                .doesNotThrowAnyException();
    }

    @Test
    void it_sees_a_wave_that_begins_long_after_its_sources_were_found_unused() {
        var plan = plan(new Gate.NoWritesFor("quiet", Duration.ofMinutes(10)), SHOP);
        var shop = migration(plan, SHOP);
        var first = new FleetRequests(plan).check(CRM, 1, true);
        var second = new FleetRequests(plan).check(CRM, 2, true);
        var seen = List.of(
                new SeenEvent.Planned(NOON, plan),
                requested(shop, 0),
                ended(shop, 1, true),
                requested(first, 1),
                ended(first, 2, false),
                requested(second, 11),
                ended(second, 12, false));

        assertThatThrownBy(() -> LogChecker.checkBegins(with(seen, requested(migration(plan, CRM), 120))))
                .hasMessageContaining("unused");
        assertThatCode(() -> LogChecker.checkBegins(with(seen, requested(migration(plan, CRM), 12))))
                .doesNotThrowAnyException();
    }

    @Test
    void it_sees_who_begins_though_he_or_his_wave_is_paused_and_no_other() {
        var plan = plan(new Gate.CheckPassed("checked"), SHOP, MAIL);
        var server = new FleetAction.Pause(Optional.empty(), Optional.of("shop"), "");
        var wave = new FleetAction.Pause(Optional.of("first"), Optional.empty(), "");

        assertThatThrownBy(() -> LogChecker.checkBegins(paused(plan, SHOP, server)))
                .hasMessageContaining("shop begins");
        assertThatCode(() -> LogChecker.checkBegins(paused(plan, MAIL, server))).doesNotThrowAnyException();
        assertThatThrownBy(() -> LogChecker.checkBegins(paused(plan, MAIL, wave)))
                .hasMessageContaining("mail begins");
        assertThatThrownBy(() -> LogChecker.checkBegins(
                        paused(plan, MAIL, wave, new FleetAction.Resume(Optional.empty(), Optional.of("mail")))))
                .hasMessageContaining("mail begins");
        assertThatCode(() -> LogChecker.checkBegins(paused(plan, MAIL, wave, new FleetAction.Resume())))
                .doesNotThrowAnyException();
    }

    /// The server begins after the actions.
    private static List<SeenEvent> paused(Fleet plan, FleetServer server, FleetAction... actions) {
        var log = new ArrayList<SeenEvent>();
        log.add(new SeenEvent.Planned(NOON, plan));
        List.of(actions).forEach(action -> log.add(new SeenEvent.Acted(NOON, plan.name(), action)));
        log.add(requested(migration(plan, server), 1));
        return log;
    }

    private static List<SeenEvent> with(List<SeenEvent> seen, SeenEvent last) {
        var all = new ArrayList<>(seen);
        all.add(last);
        return all;
    }
}
