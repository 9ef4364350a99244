package dev.pgconvoy.launcher.view;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Columns that are as wide as their widest cell; the first ones are aligned left, the others right.
///
/// @param left how many are aligned left
public record TextTable(List<List<String>> rows, int left) {

    public static final class Builder {
        private final List<List<String>> rows = new ArrayList<>();
        private final int left;

        /// For a name and numbers.
        public Builder() {
            this(1);
        }

        public Builder(int left) {
            this.left = left;
        }

        public Builder row(String... cells) {
            rows.add(List.of(cells));
            return this;
        }

        public List<String> lines() {
            return new TextTable(List.copyOf(rows), left).lines();
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

    private String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(i -> {
                    var space = " ".repeat(widths[i] - row.get(i).length());
                    return i < left ? row.get(i) + space : space + row.get(i);
                })
                .collect(Collectors.joining("  ", "  ", ""))
                .stripTrailing();
    }
}
