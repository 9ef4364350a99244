package dev.pgconvoy.monitor;

import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.GateStatus;
import dev.pgconvoy.fleet.status.LimitUse;
import dev.pgconvoy.fleet.status.PausedParts;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.fleet.status.WaveStatus;
import dev.pgconvoy.migration.MigrationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A fleet with a wave of each kind, as the submitter tells it.
final class SampleWaves {

    static final String NAME = "weekend";
    static final String HOSTILE_REASON = "<img src=x onerror=\"document.title='owned'\">\u202Egnp.\uD83D\uDC18";

    private final Instant now;

    SampleWaves(Instant now) {
        this.now = now;
    }

    FleetStatus status() {
        return new FleetStatus(
                NAME,
                17,
                FleetPhase.RUNNING,
                minutesAgo(90),
                minutesAgo(1),
                Optional.empty(),
                List.of(
                        wave("pilot", WavePhase.DONE, 85, List.of()),
                        wave("first", WavePhase.OPEN, 40, List.of(approved())),
                        wave("rest", WavePhase.GATED, 2, List.of(closed("signed", Optional.of("dba")), checks())),
                        wave("archive", WavePhase.WAITING, 0, List.of())),
                servers(),
                Optional.of(List.of(
                        new LimitUse("source old-datacenter.example.org", 4, 4), new LimitUse("total", 5, 12))),
                Optional.of(PausedParts.NONE.with(Optional.of("archive"), Optional.of("shop-1"))));
    }

    private Instant minutesAgo(long minutes) {
        return now.minus(Duration.ofMinutes(minutes));
    }

    private WaveStatus wave(String name, WavePhase phase, long minutes, List<GateStatus> gates) {
        return new WaveStatus(
                name,
                phase,
                phase == WavePhase.WAITING ? Optional.empty() : Optional.of(minutesAgo(minutes)),
                Optional.empty(),
                gates);
    }

    private GateStatus approved() {
        return new GateStatus(
                "signed",
                Optional.of("dba"),
                Optional.of(minutesAgo(41)),
                Optional.of(SampleFleet.HOSTILE_ACTOR),
                Optional.of("the pilot looks good"));
    }

    private static GateStatus closed(String name, Optional<String> role) {
        return new GateStatus(
                name,
                role,
                Optional.empty(),
                Optional.empty(),
                Optional.of("nobody with the role \"dba\" has approved"));
    }

    private static GateStatus checks() {
        return new GateStatus(
                "checked",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("the checks of some servers have not passed"));
    }

    private List<ServerStatus> servers() {
        var servers = new ArrayList<ServerStatus>();
        for (var number = 1; number <= 3; number++) {
            servers.add(server("pilot-" + number, "pilot", ServerPhase.SUCCEEDED, 80 - number, Optional.empty()));
        }
        for (var number = 1; number <= 5; number++) {
            servers.add(server("crm-" + number, "first", ServerPhase.RUNNING, 30 - number, Optional.empty()));
        }
        servers.add(server("mail", "first", ServerPhase.FAILED, 35, Optional.of(HOSTILE_REASON)));
        for (var number = 1; number <= 70; number++) {
            servers.add(server("shop-" + number, "rest", ServerPhase.WAITING, 0, Optional.empty()));
        }
        servers.add(server("attic", "archive", ServerPhase.WAITING, 0, Optional.empty()));
        return servers;
    }

    private ServerStatus server(String name, String wave, ServerPhase phase, long minutes, Optional<String> reason) {
        var hasBegun = phase != ServerPhase.WAITING;
        return new ServerStatus(
                name,
                Optional.of(wave),
                phase,
                "0".repeat(64),
                Optional.empty(),
                hasBegun ? 1 : 0,
                hasBegun ? Optional.of(new MigrationId(name + "-flex", NAME + "." + name)) : Optional.empty(),
                hasBegun ? Optional.of(minutesAgo(minutes)) : Optional.empty(),
                phase.isEnded() ? Optional.of(minutesAgo(minutes - 12)) : Optional.empty(),
                reason);
    }
}
