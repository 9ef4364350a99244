package dev.pgconvoy.launcher.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Columns that are as wide as their widest cell; the first is aligned left, the others right.
public record Table(List<List<String>> rows) {

    public static final class Builder {
        private final List<List<String>> rows = new ArrayList<>();

        public Builder row(String... cells) {
            rows.add(List.of(cells));
            return this;
        }

        public List<String> lines() {
            return new Table(List.copyOf(rows)).lines();
        }
    }

    private List<String> lines() {
        var columns = rows.stream().mapToInt(List::size).max().orElse(0);
        var widths = IntStream.range(0, columns).map(this::width).toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> {
                    var space = " ".repeat(widths[i] - row.get(i).length());
                    return i == 0 ? row.get(i) + space : space + row.get(i);
                })
                .collect(Collectors.joining("  ", "  ", ""))
                .stripTrailing();
    }
}
