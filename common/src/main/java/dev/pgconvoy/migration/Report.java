package dev.pgconvoy.migration;

import dev.pgconvoy.failure.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What was done, measured and proven, for people to keep.
///
/// @param notes what could not be moved or was done differently, one finding each
/// @param repeatedFrom how often the copy began anew because the source's snapshot was lost
public record Report(
        Instant startedAt,
        Instant endedAt,
        String sourceVersion,
        String targetVersion,
        VerifyMode verify,
        List<DatabaseReport> databases,
        List<Finding> notes,
        int repeatedFrom) {

    public Report {
        databases = List.copyOf(databases);
        notes = List.copyOf(notes);
    }

    /// @param phases in order of their beginning
    /// @param tables largest first, at most [#MOST_TABLES]; the totals count all
    public record DatabaseReport(
            String database,
            long tableCount,
            long rows,
            long bytes,
            long verifiedTables,
            List<PhaseTime> phases,
            List<TableReport> tables,
            List<Difference> differences) {

        public static final int MOST_TABLES = 20_000;

        public DatabaseReport {
            phases = List.copyOf(phases);
            tables = List.copyOf(tables);
            differences = List.copyOf(differences);
        }
    }

    public record PhaseTime(String phase, Duration duration) {}

    public record TableReport(String table, long rows, long bytes, Duration duration, boolean verified) {}

    /// @param kind what differs: `rows`, `checksum`, `sequence`, `large-objects`, `schema`
    public record Difference(String object, String kind, String source, String target) {}

    public long rows() {
        return databases.stream().mapToLong(DatabaseReport::rows).sum();
    }

    public long bytes() {
        return databases.stream().mapToLong(DatabaseReport::bytes).sum();
    }

    public boolean hasDifferences() {
        return databases.stream().anyMatch(database -> !database.differences().isEmpty());
    }
}
