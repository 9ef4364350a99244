package dev.pgconvoy.launcher.fleet.view;

import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.ServerStatus;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What became of a fleet.
///
/// @param bytes that were copied and are known of
public record FleetReport(FleetStatus status, List<Entry> servers, long bytes) {

    /// One server.
    ///
    /// @param report of its last migration; empty while it runs and where nothing was moved
    public record Entry(ServerStatus server, Optional<Report> report) {

        Optional<Duration> duration() {
            return server.startedAt().flatMap(start -> server.endedAt().map(end -> Duration.between(start, end)));
        }

        /// `yes`, `no` or nothing, where nothing was compared.
        String verified() {
            return report.map(known -> switch (known.verify()) {
                        case OFF -> "";
                        case COUNTS, FULL -> known.hasDifferences() ? "no" : "yes";
                    })
                    .orElse("");
        }
    }

    public FleetReport {
        servers = List.copyOf(servers);
    }

    public static FleetReport of(FleetStatus status, Map<MigrationId, MigrationStatus> migrations) {
        var entries = status.servers().stream()
                .filter(server -> server.phase() != ServerPhase.REMOVED)
                .map(server -> new Entry(
                        server,
                        server.migration()
                                .flatMap(id -> Optional.ofNullable(migrations.get(id)))
                                .flatMap(MigrationStatus::report)))
                .toList();
        var bytes = entries.stream()
                .flatMap(entry -> entry.report().stream())
                .mapToLong(Report::bytes)
                .sum();
        return new FleetReport(status, entries, bytes);
    }

    Optional<Instant> startedAt() {
        return servers.stream()
                .flatMap(entry -> entry.server().startedAt().stream())
                .min(Comparator.naturalOrder());
    }

    /// Empty while something runs or waits.
    Optional<Instant> endedAt() {
        return servers.stream().allMatch(entry -> entry.server().phase().isEnded())
                ? servers.stream()
                        .flatMap(entry -> entry.server().endedAt().stream())
                        .max(Comparator.naturalOrder())
                : Optional.empty();
    }

    long count(ServerPhase phase) {
        return servers.stream().filter(entry -> entry.server().phase() == phase).count();
    }
}
