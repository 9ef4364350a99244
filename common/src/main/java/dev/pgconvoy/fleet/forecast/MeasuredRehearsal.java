package dev.pgconvoy.fleet.forecast;

import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.LikelyDuration;
import dev.pgconvoy.migration.estimate.PreflightRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a rehearsal of a server has measured.
///
/// @param took from the begin of its checks to its end
/// @param expected by its own checks; empty where they could not measure the servers
public record MeasuredRehearsal(
        MigrationId migration, Instant endedAt, Duration took, Optional<LikelyDuration> expected) {

    /// The latest one of each server that has succeeded.
    ///
    /// @param known the migrations that there were
    /// @return by the name of the server
    public static Map<String, MeasuredRehearsal> latest(String fleet, Collection<MigrationStatus> known) {
        var latest = new TreeMap<String, MeasuredRehearsal>();
        for (var status : known) {
            var server = FleetRequests.rehearsedServer(fleet, status.request());
            var rehearsal = of(status);
            if (server.isPresent() && rehearsal.isPresent()) {
                latest.merge(
                        server.get(),
                        rehearsal.get(),
                        (one, other) -> one.endedAt.isAfter(other.endedAt) ? one : other);
            }
        }
        return latest;
    }

    /// Empty when it measured nothing: it has not succeeded.
    public static Optional<MeasuredRehearsal> of(MigrationStatus status) {
        var begin = status.preflight().map(PreflightRun::startedAt).orElse(status.requestedAt());
        // The two times may be those of two machines.
        return status.state() == MigrationState.SUCCEEDED && begin.isBefore(status.changedAt())
                ? Optional.of(new MeasuredRehearsal(
                        status.id(),
                        status.changedAt(),
                        Duration.between(begin, status.changedAt()),
                        status.preflight().flatMap(PreflightRun::estimate).map(Estimate::duration)))
                : Optional.empty();
    }

    /// The estimate of later checks, longer or shorter by as much as the rehearsal was than
    /// its own checks expected: sizes and servers may have changed since then.
    ///
    /// @param latest estimate of the server
    LikelyDuration calibrated(Optional<LikelyDuration> latest) {
        return expected.filter(estimate -> estimate.p50().toMillis() > 0)
                .map(estimate -> {
                    var factor = (double) took.toMillis() / estimate.p50().toMillis();
                    var later = latest.orElse(estimate);
                    return new LikelyDuration(times(later.p50(), factor), times(later.p90(), factor));
                })
                .orElseGet(() -> new LikelyDuration(took, times(took, Forecast.USUAL_RATIO)));
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }
}
