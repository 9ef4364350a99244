package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import java.util.List;

/// Findings in the short form of the tables in tests: `ERROR 603101 orders`.
final class AssessmentLines {

    private AssessmentLines() {}

    static List<String> brief(List<Finding> findings) {
        return findings.stream()
                .map(finding -> "%s %s %s".formatted(finding.severity(), finding.code(), finding.object()))
                .toList();
    }
}
