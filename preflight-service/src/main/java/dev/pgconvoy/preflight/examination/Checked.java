package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.failure.Finding;
import java.util.List;
import java.util.Map;

/// What a check came to.
///
/// @param overwritable databases on the target that may be dropped once, by name, with their OIDs
public record Checked(List<Finding> findings, Map<String, Long> overwritable) {

    public Checked {
        findings = List.copyOf(findings);
        overwritable = Map.copyOf(overwritable);
    }

    public static Checked of(List<Finding> findings) {
        return new Checked(findings, Map.of());
    }
}
