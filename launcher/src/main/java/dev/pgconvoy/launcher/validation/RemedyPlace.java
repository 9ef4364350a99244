package dev.pgconvoy.launcher.validation;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.RemedyScript;
import dev.pgconvoy.failure.RemedyScript.Place;
import java.util.List;

/// In whose script a remedy stands.
final class RemedyPlace {

    /// Checks of what the target can do, whose findings may name an object of the source.
    private static final List<String> OF_TARGET =
            List.of("target-", "connect-target", "create-", "lead-register", "owner-roles", "system-grants");

    private RemedyPlace() {}

    static Place of(Finding finding) {
        return finding.script().map(RemedyScript::place).orElseGet(() -> guessed(finding));
    }

    /// Without a script it is a comment, which does no harm in the wrong place.
    private static Place guessed(Finding finding) {
        if (finding.remedy().contains("az ") || finding.object().contains("Azure server ")) {
            return Place.AZURE;
        }
        var ofTarget =
                finding.object().startsWith("target ") || OF_TARGET.stream().anyMatch(finding.check()::startsWith);
        return ofTarget ? Place.TARGET : Place.SOURCE;
    }

    static String word(Place place) {
        return switch (place) {
            case SOURCE -> "source";
            case TARGET -> "target";
            case AZURE -> "azure";
        };
    }
}
