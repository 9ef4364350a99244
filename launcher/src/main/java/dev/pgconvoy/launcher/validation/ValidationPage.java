package dev.pgconvoy.launcher.validation;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.RemedyScript;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.html.HtmlText;
import dev.pgconvoy.html.PageStyle;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.estimate.Estimate;
import java.util.List;
import java.util.Optional;

/// What the checks found, as one page of HTML that needs nothing else: no script, no image, nothing from elsewhere.
/// Names of objects may hold anything; each text is escaped.
public final class ValidationPage {

    private static final int SHOWN_AT_ONCE = 5;

    private final HtmlText html = new HtmlText();

    private ValidationPage() {}

    public static String html(MigrationStatus ended) {
        var page = new ValidationPage();
        page.write(ended);
        return page.html.toString();
    }

    private void write(MigrationStatus ended) {
        var groups = FindingGroup.of(ended);
        html.raw(PageStyle.HEAD);
        html.element("title", "Checks of " + ended.id());
        html.raw("<style>\n" + PageStyle.css() + "</style>\n</head>\n<body>\n<main>\n");
        headline(ended);
        tiles(groups);
        section("What stops the migration", groups, Severity.ERROR);
        section("What to know before you start", groups, Severity.WARNING);
        EstimateWords.of(ended).ifPresent(this::estimate);
        section("Remarks", groups, Severity.INFO);
        html.raw("<footer>\n");
        html.element(
                "p",
                "Written by pgconvoy validate. An error stops a migration before anything is written; a warning lets it go on. Each code has a paragraph in docs/findings.md, and keeps its meaning for ever.");
        html.raw("</footer>\n</main>\n</body>\n</html>\n");
    }

    private void headline(MigrationStatus ended) {
        var verdict = ValidationVerdict.of(ended);
        html.element("h1", "Checks of " + ended.id());
        html.raw("<p><span class=\"verdict %s\">".formatted(tone(verdict)));
        html.text(verdict.word());
        html.raw("</span></p>\n");
        html.element("p", verdict.sentence(ended));
        html.raw("<dl class=\"way\">");
        way("from", ended.request().source().address());
        way("to", ended.request().target().address());
        way("databases", databases(ended));
        way("checked at", ended.changedAt().toString());
        html.raw("</dl>\n");
    }

    private static String databases(MigrationStatus ended) {
        var names = ended.request().databases();
        return names.isEmpty() ? "all" : String.join(", ", names);
    }

    private void way(String name, String value) {
        html.element("dt", name);
        html.element("dd", value);
    }

    private static String tone(ValidationVerdict verdict) {
        return switch (verdict) {
            case PASSED -> "good";
            case PASSED_WITH_WARNINGS -> "warning";
            case FAILED, NOT_FINISHED -> "error";
        };
    }

    private void tiles(List<FindingGroup> groups) {
        html.raw("<ul class=\"tiles\">");
        List.of(Severity.ERROR, Severity.WARNING, Severity.INFO).forEach(severity -> {
            html.raw("<li><b>%,d</b>".formatted(FindingGroup.count(groups, severity)));
            html.text(FindingGroup.counted(groups, severity).replaceFirst("^\\S+ ", ""));
            html.raw("</li>");
        });
        html.raw("</ul>\n");
    }

    private void section(String title, List<FindingGroup> groups, Severity severity) {
        var those =
                groups.stream().filter(group -> group.severity() == severity).toList();
        if (!those.isEmpty()) {
            html.element("h2", title);
            those.forEach(this::card);
        }
    }

    private void card(FindingGroup group) {
        var word = FindingGroup.word(group.severity());
        html.raw("<section class=\"card %s\">\n<header><span class=\"tag\">%s</span> ".formatted(word, word));
        html.element("h3", group.title());
        html.element("code", group.code());
        html.element("span", "soft", group.paragraph());
        html.raw("</header>\n");
        group.known().map(FindingCode::meaning).ifPresent(html::meaning);
        var shared = group.sharedRemedy().filter(FindingGroup::isAdvice);
        shared.ifPresent(remedy -> html.element("p", "todo", remedy));
        var first = group.findings().stream().limit(SHOWN_AT_ONCE).toList();
        var others = group.findings().subList(first.size(), group.findings().size());
        first.forEach(finding -> found(finding, shared));
        if (!others.isEmpty()) {
            html.raw("<details><summary>and %,d more</summary>\n".formatted(others.size()));
            others.forEach(finding -> found(finding, shared));
            html.raw("</details>\n");
        }
        html.raw("</section>\n");
    }

    private void found(Finding finding, Optional<String> shared) {
        html.raw("<div class=\"found\">\n");
        html.element("div", "object", finding.object());
        html.element("div", finding.message());
        if (shared.isEmpty() && FindingGroup.isAdvice(finding.remedy())) {
            html.element("p", "todo", finding.remedy());
        }
        finding.script().ifPresent(this::script);
        html.raw("</div>\n");
    }

    private void script(RemedyScript script) {
        var where = switch (script.place()) {
            case SOURCE -> "On the source";
            case TARGET -> "On the target";
            case AZURE -> "In a shell with Azure's az";
        };
        html.element(
                "div",
                "soft",
                where + script.database().map(", in the database %s"::formatted).orElse("") + ":");
        html.lines("pre", script.text());
    }

    private void estimate(Estimate estimate) {
        html.element("h2", "What it is expected to take");
        html.raw("<dl class=\"way\">");
        way("time", EstimateWords.duration(estimate));
        way("decided by", estimate.boundBy());
        way("disk on the target", EstimateWords.disk(estimate));
        way("connections", EstimateWords.connections(estimate));
        way("measured", EstimateWords.measured(estimate));
        html.raw("</dl>\n<div class=\"wide\"><table><thead><tr>");
        EstimateWords.COLUMNS.forEach(column -> html.element("th", column));
        html.raw("</tr></thead><tbody>\n");
        estimate.databases().forEach(database -> {
            html.raw("<tr>");
            EstimateWords.cells(database).forEach(cell -> html.element("td", cell));
            html.raw("</tr>\n");
        });
        html.raw("</tbody></table></div>\n");
        EstimateWords.others(estimate).ifPresent(words -> html.element("p", "soft", words));
        estimate.databases().stream()
                .findFirst()
                .flatMap(EstimateWords::largest)
                .ifPresent(words -> html.element("p", "soft", words));
    }
}
