package dev.pgconvoy.launcher.fleet.view;

import dev.pgconvoy.html.HtmlText;
import dev.pgconvoy.html.PageStyle;

/// A report on a fleet as one page of HTML that needs nothing else: no script, no image, nothing from elsewhere.
public final class FleetPage {

    private FleetPage() {}

    public static String html(FleetReport report) {
        var html = new HtmlText();
        var title = "Fleet " + report.status().fleet();
        html.raw(PageStyle.HEAD);
        html.element("title", title);
        html.raw("<style>\n" + PageStyle.css() + "</style>\n</head>\n<body>\n<main>\n");
        html.element("h1", title);
        html.element("p", report.status().phase().text());
        FleetReportView.summary(report).forEach(line -> html.element("p", line));
        html.element("h2", "Servers");
        html.raw("<div class=\"wide\"><table><thead><tr>");
        FleetReportView.COLUMNS.forEach(column -> html.element("th", column));
        html.raw("</tr></thead><tbody>\n");
        report.servers().forEach(entry -> {
            html.raw("<tr>");
            FleetReportView.cells(entry).forEach(cell -> html.element("td", cell));
            html.raw("</tr>\n");
        });
        html.raw("</tbody></table></div>\n");
        FleetReportView.approvals(report).forEach(line -> html.element("p", line));
        html.raw("<footer>\n");
        html.element(
                "p",
                "Written by pgconvoy fleet report, as of %s."
                        .formatted(report.status().changedAt()));
        html.raw("</footer>\n</main>\n</body>\n</html>\n");
        return html.toString();
    }
}
