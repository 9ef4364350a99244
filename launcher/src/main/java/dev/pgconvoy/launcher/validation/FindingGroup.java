package dev.pgconvoy.launcher.validation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.MigrationStatus;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Findings of one code and one severity: the same trouble with several objects.
///
/// @param findings at least one
record FindingGroup(List<Finding> findings) {

    static final String NOTHING_TO_DO = "Nothing to do.";

    private record Key(Severity severity, String code) {}

    FindingGroup {
        findings = List.copyOf(findings);
    }

    /// The gravest first, each severity in the order of the checks.
    static List<FindingGroup> of(MigrationStatus status) {
        return status.findings().stream()
                .distinct()
                .collect(groupingBy(
                        finding -> new Key(finding.severity(), finding.code()), LinkedHashMap::new, toList()))
                .values()
                .stream()
                .map(FindingGroup::new)
                .sorted(Comparator.comparing(FindingGroup::severity).reversed())
                .toList();
    }

    Severity severity() {
        return findings.getFirst().severity();
    }

    String code() {
        return findings.getFirst().code();
    }

    Optional<FindingCode> known() {
        return Arrays.stream(FindingCode.values())
                .filter(known -> known.code().equals(code()))
                .findFirst();
    }

    /// Codes that Azure made have none here.
    String title() {
        return known().map(FindingCode::title).orElse(findings.getFirst().check());
    }

    /// Where the code is explained.
    String paragraph() {
        return "docs/findings.md#" + code().toLowerCase(Locale.ROOT);
    }

    /// What is to be done for all of them, when it is the same for all.
    Optional<String> sharedRemedy() {
        var remedies = findings.stream().map(Finding::remedy).distinct().toList();
        return remedies.size() == 1 ? Optional.of(remedies.getFirst()) : Optional.empty();
    }

    static boolean isAdvice(String remedy) {
        return !remedy.isBlank() && !remedy.equals(NOTHING_TO_DO);
    }

    static String word(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "remark";
        };
    }

    static long count(List<FindingGroup> groups, Severity severity) {
        return groups.stream()
                .filter(group -> group.severity() == severity)
                .mapToLong(group -> group.findings.size())
                .sum();
    }

    /// `2 errors`, `1 warning`.
    static String counted(List<FindingGroup> groups, Severity severity) {
        var count = count(groups, severity);
        return "%,d %s%s".formatted(count, word(severity), count == 1 ? "" : "s");
    }
}
