package dev.pgconvoy.fleet.schedule;

import static dev.pgconvoy.fixture.Fleets.aFleetOf;
import static dev.pgconvoy.fixture.Fleets.aServer;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.fleet;
import static dev.pgconvoy.fleet.schedule.ScheduledFleet.wave;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetMetadata;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.MigrationWindow;
import dev.pgconvoy.fleet.MigrationWindow.OnClose;
import dev.pgconvoy.fleet.OnFailure;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.GateStatus;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.migration.MigrationState;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A wave begins at a moment at which all of its gates hold. It is noon at first.
class GatesTest {

    private static final FleetServer SHOP = aServer("shop").build();
    private static final FleetServer CRM = aServer("crm").build();
    private static final FleetServer MAIL = aServer("mail").build();
    private static final Gate SIGNED = new Gate.Approval("signed", "dba", Optional.empty());
    private static final Gate QUIET = new Gate.NoWritesFor("quiet", Duration.ofMinutes(8));
    private static final Gate PROVEN = new Gate.AllVerified("proven");
    private static final Gate CHECKED = new Gate.CheckPassed("checked");

    private final ScheduledFleet fleet = new ScheduledFleet();
    private final List<String> checks = new ArrayList<>();
    private final List<String> migrations = new ArrayList<>();

    /// In the meantime every check that is requested ends so.
    private void passes(int minutes, MigrationState end) {
        for (var minute = 0; minute < minutes; minute++) {
            hear();
            List.copyOf(checks).forEach(name -> fleet.ends(name.split("\\.", -1)[1], end));
            checks.clear();
            fleet.passes(Duration.ofMinutes(1));
        }
    }

    private void hear() {
        fleet.takeRequested().forEach(name -> (name.contains(".check-") ? checks : migrations).add(name));
    }

    private void passesUnused(int minutes) {
        passes(minutes, MigrationState.SUCCEEDED);
    }

    private void passesInUse(int minutes) {
        passes(minutes, MigrationState.FAILED);
    }

    private List<String> migrations() {
        hear();
        return migrations;
    }

    /// From two until three.
    private static Fleet inTheAfternoon(FleetServer shop, Gate... gates) {
        var plain = fleet(List.of(shop), List.of(), gates);
        var names = List.of(gates).stream().map(Gate::name).toList();
        var wave = new Wave(
                "all",
                List.of("shop"),
                Collections.emptySortedMap(),
                0,
                Optional.empty(),
                Optional.of("afternoon"),
                names,
                OnFailure.DEFAULTS);
        var window =
                new MigrationWindow("afternoon", "0 14 * * *", ZoneOffset.UTC, Duration.ofHours(1), OnClose.FINISH);
        return new Fleet(
                plain.metadata(),
                new FleetSpec(
                        plain.spec().defaults(),
                        plain.spec().servers(),
                        List.of(wave),
                        plain.spec().limits(),
                        List.of(window),
                        plain.spec().gates()));
    }

    @Test
    void a_source_that_is_used_again_before_the_approval_comes_keeps_the_wave_closed() {
        fleet.apply(fleet(List.of(SHOP), List.of(wave("all", List.of("shop"), "quiet", "signed")), QUIET, SIGNED));
        passesUnused(20);
        assertThat(gate("quiet").passedAt()).isPresent();
        passesInUse(20);

        fleet.approve("all");

        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
        assertThat(gate("quiet").passedAt()).isEmpty();
        assertThat(gate("signed").passedAt()).isPresent();
        passesUnused(20);
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.OPEN);
    }

    private GateStatus gate(String name) {
        return fleet.status().waves().getFirst().gates().stream()
                .filter(one -> one.gate().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_approval_that_comes_late_opens_a_wave_whose_sources_are_still_unused() {
        fleet.apply(fleet(List.of(SHOP), List.of(wave("all", List.of("shop"), "quiet", "signed")), QUIET, SIGNED));
        passesUnused(200);

        fleet.approve("all");

        assertThat(migrations()).containsExactly("weekend.shop");
    }

    @Test
    void a_source_that_is_used_again_before_the_window_opens_keeps_the_wave_closed() {
        fleet.apply(inTheAfternoon(SHOP, QUIET));
        passesUnused(110);
        passesInUse(20);

        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
        passesUnused(20);
        assertThat(migrations()).containsExactly("weekend.shop");
    }

    @Test
    void a_wave_whose_sources_are_unused_begins_when_its_window_opens() {
        fleet.apply(inTheAfternoon(SHOP, QUIET));
        passesUnused(119);
        assertThat(migrations()).isEmpty();

        passesUnused(1);

        assertThat(migrations()).containsExactly("weekend.shop");
    }

    @Test
    void a_wave_that_limits_have_kept_from_beginning_is_looked_at_again_when_its_window_opens_again() {
        var target = "new.example.org";
        fleet.apply(new Fleet(
                new FleetMetadata("other", Collections.emptySortedMap()),
                aFleetOf(aServer("crm").to(target).build()).spec()));
        fleet.apply(inTheAfternoon(aServer("shop").to(target).build(), QUIET));
        passesUnused(121);
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.OPEN);

        passesUnused(59);

        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
        fleet.succeeds("crm");
        passesInUse(24 * 60 - 30);
        assertThat(migrations()).containsExactly("other.crm");
        passesUnused(20);
        assertThat(migrations()).containsExactly("other.crm", "weekend.shop");
    }

    private void keepTargetOfShopBusy() {
        fleet.apply(new Fleet(
                new FleetMetadata("other", Collections.emptySortedMap()),
                aFleetOf(aServer("crm").to("new.example.org").build()).spec()));
        var shop = aServer("shop").to("new.example.org").build();
        fleet.apply(fleet(List.of(shop), List.of(wave("all", List.of("shop"), "quiet")), QUIET));
    }

    @Test
    void sources_are_looked_at_as_long_as_limits_keep_the_wave_from_beginning() {
        keepTargetOfShopBusy();
        passesUnused(20);
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.OPEN);

        passesInUse(60);
        fleet.succeeds("crm");

        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
        assertThat(migrations()).containsExactly("other.crm");
        passesUnused(20);
        assertThat(migrations()).containsExactly("other.crm", "weekend.shop");
    }

    @Test
    void sources_that_stay_unused_while_limits_keep_the_wave_from_beginning_need_no_second_wait() {
        keepTargetOfShopBusy();
        passesUnused(80);

        fleet.succeeds("crm");

        assertThat(migrations()).containsExactly("other.crm", "weekend.shop");
    }

    @Test
    void sources_are_looked_at_only_shortly_before_the_window_opens() {
        fleet.apply(inTheAfternoon(SHOP, QUIET));
        assertThat(fleet.takeRequested()).containsExactly("weekend.shop.check-1");
        fleet.succeeds("shop");

        for (var minute = 1; minute < 100; minute++) {
            fleet.passes(Duration.ofMinutes(1));
            assertThat(fleet.takeRequested()).isEmpty();
        }
    }

    @Test
    void a_pause_is_over_before_sources_are_looked_at() {
        fleet.apply(fleet(List.of(SHOP), List.of(wave("all", List.of("shop"), "quiet")), QUIET));
        passesUnused(7);
        fleet.act(new FleetAction.Pause(""));
        passesUnused(180);
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);

        fleet.act(new FleetAction.Resume());

        assertThat(migrations()).isEmpty();
        passesUnused(20);
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.OPEN);
    }

    @Test
    void a_wave_of_which_every_server_is_paused_alone_is_looked_at_again_when_one_is_resumed() {
        fleet.apply(fleet(List.of(SHOP), List.of(wave("all", List.of("shop"), "quiet")), QUIET));
        fleet.act(new FleetAction.Pause(Optional.empty(), Optional.of("shop"), ""));
        passesUnused(20);
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
        assertThat(gate("quiet").passedAt()).isPresent();
        passesInUse(180);

        fleet.act(new FleetAction.Resume(Optional.empty(), Optional.of("shop")));

        assertThat(migrations()).isEmpty();
        passesUnused(20);
        assertThat(migrations()).containsExactly("weekend.shop");
    }

    @Test
    void a_wave_whose_servers_are_all_paused_before_one_begins_waits_for_its_gates_again() {
        fleet.apply(new Fleet(
                new FleetMetadata("other", Collections.emptySortedMap()),
                aFleetOf(aServer("crm").to("new.example.org").build()).spec()));
        var shop = aServer("shop").to("new.example.org").build();
        fleet.apply(fleet(List.of(shop), List.of(wave("all", List.of("shop"), "quiet")), QUIET));
        passesUnused(20);
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.OPEN);

        fleet.act(new FleetAction.Pause(Optional.empty(), Optional.of("shop"), ""));

        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
    }

    @Test
    void a_server_that_is_added_to_an_earlier_wave_must_be_verified_too() {
        fleet.apply(verified(SHOP));
        fleet.isVerified("shop");
        assertThat(fleet.phaseOfWave("second")).isEqualTo(WavePhase.GATED);

        fleet.apply(verified(SHOP, MAIL));
        fleet.approve("second");
        fleet.ends("mail", MigrationState.FAILED);

        assertThat(fleet.phaseOfWave("first")).isEqualTo(WavePhase.DONE);
        assertThat(fleet.phaseOfWave("second")).isEqualTo(WavePhase.GATED);
        fleet.retry("mail");
        fleet.isVerified("mail");
        assertThat(fleet.phaseOfWave("second")).isEqualTo(WavePhase.OPEN);
    }

    /// The second wave waits until the first one is verified and for an approval.
    private static Fleet verified(FleetServer... ofFirst) {
        var first = List.of(ofFirst).stream().map(FleetServer::name).toList();
        var servers = new ArrayList<>(List.of(ofFirst));
        servers.add(CRM);
        var goesOn = new Wave(
                "first",
                first,
                Collections.emptySortedMap(),
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new OnFailure(0, OnFailure.Then.CONTINUE, 0));
        return fleet(servers, List.of(goesOn, wave("second", List.of("crm"), "proven", "signed")), PROVEN, SIGNED);
    }

    @Test
    void sources_are_not_looked_at_while_an_earlier_wave_is_not_verified() {
        fleet.apply(fleet(
                List.of(SHOP, CRM),
                List.of(wave("first", List.of("shop")), wave("second", List.of("crm"), "proven", "quiet")),
                PROVEN,
                QUIET));
        fleet.succeeds("shop");
        assertThat(fleet.takeRequested()).endsWith("weekend.crm.check-1");
        fleet.succeeds("crm");

        fleet.passes(Duration.ofHours(1));

        assertThat(fleet.takeRequested()).isEmpty();
    }

    @Test
    void a_server_that_is_added_to_a_gated_wave_is_checked() {
        fleet.apply(fleet(List.of(SHOP), List.of(wave("all", List.of("shop"), "checked", "signed")), CHECKED, SIGNED));
        fleet.succeeds("shop");
        assertThat(gate("checked").passedAt()).isPresent();
        fleet.takeRequested();

        fleet.apply(fleet(
                List.of(SHOP, CRM),
                List.of(wave("all", List.of("shop", "crm"), "checked", "signed")),
                CHECKED,
                SIGNED));
        fleet.approve("all");

        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
        assertThat(fleet.takeRequested()).containsExactly("weekend.crm.check-1");
        fleet.succeeds("crm");
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.OPEN);
    }

    @Test
    void a_gate_that_opens_is_a_change_of_the_fleet() {
        fleet.apply(fleet(List.of(SHOP), List.of(wave("all", List.of("shop"), "checked", "signed")), CHECKED, SIGNED));
        var before = fleet.status().revision();

        fleet.succeeds("shop");

        assertThat(fleet.status().revision()).isEqualTo(before + 1);
    }

    @Test
    void approvals_are_kept_up_to_a_size() {
        var gates = IntStream.range(0, 100)
                .<Gate>mapToObj(i -> new Gate.Approval("gate-" + i, "dba", Optional.empty()))
                .toArray(Gate[]::new);
        var names = Arrays.stream(gates).map(Gate::name).toArray(String[]::new);
        var servers =
                IntStream.range(0, 20).mapToObj(i -> aServer("s" + i).build()).toList();
        var waves = IntStream.range(0, 20)
                .mapToObj(i -> wave("w" + i, List.of("s" + i), names))
                .toList();
        fleet.apply(fleet(servers, waves, gates));

        for (var wave : waves) {
            fleet.act(new FleetAction.Approve(wave.name(), "dba", "dba-on-call", "\u20ac".repeat(300)));
        }

        assertThat(fleet.news())
                .filteredOn(news -> news instanceof FleetNews.ActionRefused)
                .isNotEmpty()
                .allSatisfy(news -> assertThat(((FleetNews.ActionRefused) news).reason())
                        .contains("would take more than 1048576 bytes", "split the file"));
        assertThat(EventJson.write(fleet.takeChanges().getLast().head().orElseThrow()))
                .hasSizeBetween(900 * 1024, 1200 * 1024);
        fleet.act(new FleetAction.Approve("w0", "dba", "dba-on-call", "once more"));
        assertThat(fleet.lastNews()).isInstanceOf(FleetNews.ActionTaken.class);
    }

    @Test
    void an_approval_counts_only_for_the_gate_that_it_was_given_for() {
        var byBoss = new Gate.Approval("signed", "boss", Optional.empty());
        fleet.apply(fleet(List.of(SHOP), List.of(wave("all", List.of("shop"), "quiet", "signed")), QUIET, SIGNED));
        fleet.approve("all");

        fleet.apply(fleet(List.of(SHOP), List.of(wave("all", List.of("shop"), "quiet", "signed")), QUIET, byBoss));

        assertThat(gate("signed").passedAt()).isEmpty();
        passesUnused(20);
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
    }

    @Test
    void a_longer_time_without_writes_is_waited_for() {
        fleet.apply(fleet(List.of(SHOP), List.of(wave("all", List.of("shop"), "quiet", "signed")), QUIET, SIGNED));
        passesUnused(20);

        fleet.apply(fleet(
                List.of(SHOP),
                List.of(wave("all", List.of("shop"), "quiet", "signed")),
                new Gate.NoWritesFor("quiet", Duration.ofHours(24)),
                SIGNED));
        fleet.approve("all");

        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
    }

    @Test
    void a_wave_that_was_gone_from_the_plan_begins_at_its_gates() {
        fleet.apply(fleet(List.of(SHOP, CRM), List.of(wave("all", List.of("shop", "crm"), "signed")), SIGNED));
        fleet.approve("all");
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.OPEN);
        fleet.apply(fleet(List.of(SHOP, CRM), List.of(wave("other", List.of("shop", "crm"), "signed")), SIGNED));
        assertThat(fleet.takeChanges().getLast().head().orElseThrow().waves()).containsOnlyKeys("other");

        fleet.apply(fleet(
                List.of(SHOP, CRM, MAIL), List.of(wave("all", List.of("shop", "crm", "mail"), "signed")), SIGNED));

        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.GATED);
    }

    @Test
    void a_wave_that_was_stopped_at_its_gates_passes_all_but_its_approvals_again() {
        var patient = new Gate.Approval("signed", "dba", Optional.of(Duration.ofMinutes(30)));
        fleet.apply(fleet(List.of(SHOP), List.of(wave("all", List.of("shop"), "quiet", "signed")), QUIET, patient));
        passesUnused(31);
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.STOPPED);
        passesUnused(120);

        fleet.approve("all");

        assertThat(migrations()).isEmpty();
        passesUnused(20);
        assertThat(fleet.phaseOfWave("all")).isEqualTo(WavePhase.OPEN);
    }
}
