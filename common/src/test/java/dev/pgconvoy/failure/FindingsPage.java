package dev.pgconvoy.failure;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Comparator;

/// `docs/findings.md`, written from the list of all codes.
final class FindingsPage {

    private FindingsPage() {}

    static String text() {
        return """
                # Findings

                <!-- Written from dev.pgconvoy.failure.FindingCode by:
                     mvn -pl common test -Dtest=FindingsPageTest -Dregenerate=true -->

                What preflight, the workers and the monitor find has a code. A code keeps its meaning for ever: search for it, filter by it.
                Six digits are codes that Azure documents, `PGC…` are pgconvoy's own. Each finding names its object and says what to do for it;
                here is what its code means. An error stops a migration before it begins, or is the reason why it failed; a warning lets it go on;
                a remark is for people to know.

                | code | severity | what | meaning | what to do |
                |---|---|---|---|---|
                %s

                Beside these, findings whose checks begin with `azure-` have the code that Azure's message begins with (`603…`).
                """.formatted(Arrays.stream(FindingCode.values())
                .sorted(Comparator.comparing(FindingCode::code))
                .map(FindingsPage::row)
                .collect(joining("\n")));
    }

    private static String row(FindingCode code) {
        return "| <a id=\"%s\"></a>`%s` | %s | %s | %s | %s%s |"
                .formatted(
                        code.code().toLowerCase(java.util.Locale.ROOT),
                        code.code(),
                        code.severities().stream().map(FindingsPage::word).collect(joining(", ")),
                        code.title(),
                        code.meaning(),
                        code.remedy().orElse("nothing"),
                        code.link().map(" [More](%s)."::formatted).orElse(""));
    }

    private static String word(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "remark";
        };
    }
}
