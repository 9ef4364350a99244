package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.failure.Finding;
import java.util.List;
import java.util.Map;

/// What a check came to.
///
/// @param overwritable databases on the target that may be dropped once, by name, with their OIDs
public record CheckOutcome(List<Finding> findings, Map<String, Long> overwritable) {

    public CheckOutcome {
        findings = List.copyOf(findings);
        overwritable = Map.copyOf(overwritable);
    }

    public static CheckOutcome of(List<Finding> findings) {
        return new CheckOutcome(findings, Map.of());
    }
}
