package dev.pgconvoy.launcher.fleet.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.GateStatus;
import dev.pgconvoy.fleet.status.PausedParts;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.fleet.status.WaveStatus;
import dev.pgconvoy.migration.MigrationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetStatusViewTest {

    static final Instant BEGAN = Instant.parse("2026-11-28T22:00:00Z");

    static FleetStatus status(FleetPhase phase) {
        return new FleetStatus(
                "weekend",
                7,
                phase,
                BEGAN,
                BEGAN.plusSeconds(90),
                Optional.empty(),
                List.of(
                        new WaveStatus("pilot", WavePhase.DONE, Optional.of(BEGAN), Optional.empty(), List.of()),
                        new WaveStatus(
                                "rest",
                                WavePhase.GATED,
                                Optional.of(BEGAN.plusSeconds(90)),
                                Optional.empty(),
                                List.of(
                                        new GateStatus(
                                                "go",
                                                Optional.of("dba"),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.of("waits for the role dba")),
                                        new GateStatus(
                                                "quiet",
                                                Optional.empty(),
                                                Optional.of(BEGAN.plusSeconds(60)),
                                                Optional.of("dba-on-call"),
                                                Optional.of("looks good"))))),
                List.of(
                        server("shop", "pilot", ServerPhase.SUCCEEDED, 1, Optional.empty()),
                        server("crm", "pilot", ServerPhase.FAILED, 2, Optional.of("the target is full")),
                        server("wiki", "rest", ServerPhase.WAITING, 0, Optional.empty())));
    }

    private static ServerStatus server(
            String name, String wave, ServerPhase phase, int attempt, Optional<String> reason) {
        return new ServerStatus(
                name,
                Optional.of(wave),
                phase,
                "hash",
                Optional.empty(),
                attempt,
                attempt == 0 ? Optional.empty() : Optional.of(new MigrationId("new-" + name, "weekend." + name)),
                attempt == 0 ? Optional.empty() : Optional.of(BEGAN),
                attempt == 0 ? Optional.empty() : Optional.of(BEGAN.plusSeconds(75)),
                reason);
    }

    @Test
    void a_fleet_that_waits_at_a_gate_says_what_for() {
        assertThat(FleetStatusView.lines(status(FleetPhase.RUNNING), BEGAN.plusSeconds(100)))
                .containsExactly(text());
    }

    private static String[] text() {
        return """
                Fleet weekend: running (revision 7)
                  1 of 3 succeeded, 1 waiting, 1 failed

                  wave   state  servers                      since
                  pilot  done   1 of 2 succeeded, 1 failed   11-28 22:00
                  rest   gated  0 of 1 succeeded, 1 waiting  11-28 22:01
                  rest: gate go is closed: waits for the role dba
                  rest: gate quiet is open since 11-28 22:01 by dba-on-call: looks good

                  server  state              time      migration
                  crm     failed, attempt 2  1:15 min  new-crm/weekend.crm    the target is full
                  wiki    waiting
                  shop    succeeded          1:15 min  new-shop/weekend.shop
                """.split("\n", -1);
    }

    @Test
    void a_stopped_fleet_says_how_it_goes_on() {
        assertThat(FleetStatusView.lines(status(FleetPhase.STOPPED), BEGAN).getLast())
                .isEqualTo(
                        "It goes on with: pgconvoy fleet retry --failed --fleet weekend; or end it with: pgconvoy fleet cancel --fleet weekend");
    }

    @Test
    void parts_that_are_paused_say_how_they_go_on() {
        var status = status(FleetPhase.RUNNING);
        var paused = new FleetStatus(
                status.fleet(),
                status.revision(),
                status.phase(),
                status.appliedAt(),
                status.changedAt(),
                status.settingsHash(),
                status.waves(),
                status.servers(),
                status.limits(),
                Optional.of(PausedParts.NONE.with(Optional.of("rest"), Optional.of("shop"))));

        assertThat(FleetStatusView.lines(paused, BEGAN))
                .contains(
                        "The wave rest is paused; nothing of it begins until: pgconvoy fleet resume --wave rest --fleet weekend",
                        "The server shop is paused; nothing of it begins until: pgconvoy fleet resume --server shop --fleet weekend");
    }

    @Test
    void a_list_has_a_line_for_each() {
        assertThat(FleetStatusView.brief(status(FleetPhase.PAUSED)))
                .isEqualTo("weekend  paused  1 of 3 succeeded, 1 waiting, 1 failed");
    }

    @Test
    void a_report_has_every_server_and_who_approved() {
        assertThat(FleetReportView.lines(FleetReport.of(status(FleetPhase.ENDED), Map.of())))
                .containsExactly("""
                Fleet weekend: ended
                  1 of 3 servers succeeded, 1 failed
                  began 11-28 22:00 UTC, has not ended
                  0 B were copied

                  server  wave   state              began        time      bytes  verified  migration              remark
                  shop    pilot  succeeded          11-28 22:00  1:15 min                   new-shop/weekend.shop
                  crm     pilot  failed, attempt 2  11-28 22:00  1:15 min                   new-crm/weekend.crm    the target is full
                  wiki    rest   waiting

                The wave rest was approved by dba-on-call at 11-28 22:01 UTC: looks good
                """.stripTrailing().split("\n"));
    }

    @Test
    void the_page_escapes_what_servers_say() {
        var status = status(FleetPhase.ENDED);
        var bad = new FleetStatus(
                status.fleet(),
                1,
                status.phase(),
                BEGAN,
                BEGAN,
                Optional.empty(),
                List.of(),
                List.of(server("shop", "pilot", ServerPhase.FAILED, 1, Optional.of("<script>alert(1)</script>"))));

        assertThat(FleetPage.html(FleetReport.of(bad, Map.of())))
                .contains("&lt;script&gt;")
                .doesNotContain("<script>")
                .startsWith("<!doctype html>")
                .endsWith("</html>\n");
    }
}
