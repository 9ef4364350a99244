package dev.pgconvoy.fleet.forecast;

import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.fleet.status.WaveStatus;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a fleet was expected to go at the moment at which its plan was applied: the forecast
/// from there on, to be held against what happened.
public final class PlannedTimes {

    private PlannedTimes() {}

    /// @param plan that is applied
    /// @param status how the fleet stands now
    /// @param estimates by the name of the server, as the last checks have them
    public static FleetForecast of(Fleet plan, FleetStatus status, Map<String, LikelyDuration> estimates) {
        return new Forecast(SchedulerSettings.DEFAULTS, estimates)
                .of(plan, standingAt(status, status.appliedAt()), status.appliedAt());
    }

    /// How it stood when it was applied for the last time: what began since then had not
    /// begun. What was retried since then is taken for not begun, too.
    ///
    /// @return empty when nothing had begun
    static Optional<FleetStatus> standingAt(FleetStatus status, Instant time) {
        var servers = status.servers().stream()
                .map(server -> standingAt(server, time))
                .toList();
        return servers.stream().allMatch(server -> server.phase() == ServerPhase.WAITING)
                ? Optional.empty()
                : Optional.of(new FleetStatus(
                        status.fleet(),
                        status.revision(),
                        status.phase(),
                        status.appliedAt(),
                        status.appliedAt(),
                        status.settingsHash(),
                        status.waves().stream()
                                .map(wave -> standingAt(wave, time))
                                .toList(),
                        servers));
    }

    private static ServerStatus standingAt(ServerStatus server, Instant time) {
        if (isBy(server.endedAt(), time)) {
            return server;
        }
        var isRunning = isBy(server.startedAt(), time);
        return new ServerStatus(
                server.server(),
                server.wave(),
                isRunning ? ServerPhase.RUNNING : ServerPhase.WAITING,
                server.contentHash(),
                server.settingsHash(),
                isRunning ? server.attempt() : 0,
                server.migration().filter(_ -> isRunning),
                server.startedAt().filter(_ -> isRunning),
                Optional.empty(),
                Optional.empty());
    }

    private static WaveStatus standingAt(WaveStatus wave, Instant time) {
        return isBy(wave.since(), time)
                ? wave
                : new WaveStatus(wave.wave(), WavePhase.WAITING, Optional.empty(), Optional.empty(), List.of());
    }

    private static boolean isBy(Optional<Instant> happened, Instant time) {
        return happened.filter(at -> !at.isAfter(time)).isPresent();
    }
}
