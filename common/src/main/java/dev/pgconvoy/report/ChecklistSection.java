package dev.pgconvoy.report;

import dev.pgconvoy.html.HtmlText;
import java.util.List;

/// The steps after a migration as a part of its page.
final class ChecklistSection {

    private final HtmlText html;

    ChecklistSection(HtmlText html) {
        this.html = html;
    }

    void write(List<ChecklistStep> steps) {
        if (steps.isEmpty()) {
            return;
        }
        html.element("h2", "What is left to do");
        html.raw("<ol>\n");
        steps.forEach(step -> {
            html.raw("<li>\n");
            html.element("h3", step.title());
            html.element("p", step.text());
            step.lines().forEach(line -> {
                html.element("div", "soft", line.label());
                html.element("pre", line.text());
            });
            html.raw("</li>\n");
        });
        html.raw("</ol>\n");
    }
}
