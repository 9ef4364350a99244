package dev.pgconvoy.preflight.model;

import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.PreflightRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the checks came to.
///
/// @param request with its databases resolved, as far as the source could be asked
/// @param findings in the order of the checks; the gravest are kept when there are more than an event takes
/// @param overwritable databases on the target that may be dropped once, by name, with their OIDs; none when one
/// migration takes fewer
/// @param estimate of what the migration takes; empty where none could be made
public record PreflightReport(
        MigrationRequest request, List<Finding> findings, Map<String, Long> overwritable, Optional<Estimate> estimate) {

    private static final Comparator<Finding> GRAVEST_FIRST =
            Comparator.comparing(Finding::severity).reversed();

    /// In bytes of JSON: a quarter of what an event may have, because a status holds more than its findings.
    static final int MOST_FOR_FINDINGS = 2 * 1024 * 1024;

    public PreflightReport {
        overwritable = overwritable.size() <= MigrationRequest.MOST_DATABASES ? Map.copyOf(overwritable) : Map.of();
        // Two checks that find the same tell it once.
        findings = findings.stream().distinct().toList();
        findings = fits(findings) ? findings : gravest(findings);
    }

    public PreflightReport(MigrationRequest request, List<Finding> findings) {
        this(request, findings, Map.of(), Optional.empty());
    }

    /// The same with more findings before its own.
    public PreflightReport with(List<Finding> more) {
        return new PreflightReport(
                request, Stream.concat(more.stream(), findings.stream()).toList(), overwritable, estimate);
    }

    private static boolean fits(List<Finding> findings) {
        return findings.size() <= MigrationValidated.MOST_FINDINGS
                && findings.stream().mapToLong(Finding::jsonBytes).sum() <= MOST_FOR_FINDINGS;
    }

    /// As many as fit, and one that counts the others.
    private static List<Finding> gravest(List<Finding> findings) {
        var kept = new ArrayList<Finding>();
        var bytes = 0L;
        for (var finding : findings.stream().sorted(GRAVEST_FIRST).toList()) {
            bytes += finding.jsonBytes();
            if (kept.size() == MigrationValidated.MOST_FINDINGS - 1 || bytes > MOST_FOR_FINDINGS) {
                break;
            }
            kept.add(finding);
        }
        kept.add(Finding.info(
                "findings-left-out",
                FindingCode.FINDINGS_SHORTENED,
                "%,d more findings".formatted(findings.size() - kept.size()),
                "There are %,d findings; the gravest are listed.".formatted(findings.size())));
        return List.copyOf(kept);
    }

    public Verdict verdict() {
        return Verdict.of(findings);
    }

    /// @param startedAt of the checks
    public MigrationValidated validated(String requestHash, Instant requestedAt, Instant startedAt, Instant endedAt) {
        return new MigrationValidated(
                request,
                verdict(),
                findings,
                new Acceptance(requestHash, requestedAt, overwritable),
                Optional.of(new PreflightRun(startedAt, endedAt, estimate)));
    }
}
