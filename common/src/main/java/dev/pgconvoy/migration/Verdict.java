package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import java.util.List;

/// What the checks came to: warnings pass, one error fails.
public enum Verdict {
    SUCCEEDED("Succeeded"),
    WARNING("Warning"),
    FAILED("Failed");

    private final String text;

    Verdict(String text) {
        this.text = text;
    }

    public static Verdict of(List<Finding> findings) {
        if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
            return FAILED;
        }
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.WARNING) ? WARNING : SUCCEEDED;
    }

    @JsonValue
    public String text() {
        return text;
    }
}
