package dev.pgconvoy.preflight.model;

import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What the checks came to.
///
/// @param request with its databases resolved, as far as the source could be asked
/// @param findings in the order of the checks; the gravest are kept when there are more than an event takes
/// @param overwritable databases on the target that may be dropped once, by name, with their OIDs; none when there are
/// more
///     than one migration takes
public record PreflightReport(MigrationRequest request, List<Finding> findings, Map<String, Long> overwritable) {

    public PreflightReport(MigrationRequest request, List<Finding> findings) {
        this(request, findings, Map.of());
    }

    public PreflightReport {
        overwritable = overwritable.size() <= MigrationRequest.MOST_DATABASES ? Map.copyOf(overwritable) : Map.of();
        findings = findings.size() <= MigrationValidated.MOST_FINDINGS ? List.copyOf(findings) : gravest(findings);
    }

    private static List<Finding> gravest(List<Finding> findings) {
        return findings.stream()
                .sorted((left, right) -> right.severity().compareTo(left.severity()))
                .limit(MigrationValidated.MOST_FINDINGS)
                .toList();
    }

    public Verdict verdict() {
        return Verdict.of(findings);
    }

    public MigrationValidated validated(String requestHash, Instant requestedAt) {
        return new MigrationValidated(
                request, verdict(), findings, new Acceptance(requestHash, requestedAt, overwritable));
    }
}
