package dev.pgconvoy.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table of a page.
final class MarkdownTable {

    private final List<String> lines = new ArrayList<>();

    MarkdownTable(String... heads) {
        row(heads);
        lines.add(List.of(heads).stream().map(_ -> "---").collect(Collectors.joining("|", "|", "|")));
    }

    MarkdownTable row(String... cells) {
        lines.add(List.of(cells).stream()
                .map(cell -> " " + cell.replace("|", "\\|").replace("\n", " ") + " ")
                .collect(Collectors.joining("|", "|", "|")));
        return this;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
