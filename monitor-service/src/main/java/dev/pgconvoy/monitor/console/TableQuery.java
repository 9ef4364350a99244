package dev.pgconvoy.monitor.console;

import dev.pgconvoy.monitor.live.TableRow;
import dev.pgconvoy.monitor.live.TableStage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Which tables of a migration are wanted, in which order, and which of them are shown.
///
/// @param states empty for all
/// @param words each must occur in the name of the table or its database
public record TableQuery(
        Set<TableStage> states, List<String> words, Order order, boolean isReversed, int offset, int limit) {

    /// What tables are sorted by.
    public enum Order {
        /// What failed, then what is done right now, the largest first.
        WORST(Comparator.comparing(TableRow::state).thenComparing(Order::largestFirst)),
        SIZE(Order::largestFirst),
        NAME(Comparator.comparing(TableRow::table)),
        RATE(Comparator.<TableRow>comparingLong(row -> row.bytesPerSecond().orElse(0L))
                .reversed());

        private final Comparator<TableRow> comparator;

        Order(Comparator<TableRow> comparator) {
            this.comparator = comparator;
        }

        private static int largestFirst(TableRow one, TableRow other) {
            return Long.compare(largest(other), largest(one));
        }

        private static long largest(TableRow row) {
            return Math.max(row.expectedBytes().orElse(0L), row.bytes().orElse(0L));
        }

        public static Optional<Order> known(String word) {
            return Arrays.stream(values())
                    .filter(order -> order.text().equalsIgnoreCase(word))
                    .findFirst();
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param total how many fit
    /// @param states how many there are in each state among those that have the words
    public record Page(List<TableRow> tables, int total, Map<String, Integer> states) {}

    public Page of(List<TableRow> all) {
        var named = all.stream().filter(this::hasWords).toList();
        var counts = new TreeMap<String, Integer>();
        named.forEach(row -> counts.merge(row.state().text(), 1, Integer::sum));
        var by = isReversed ? order.comparator.reversed() : order.comparator;
        var wanted = named.stream()
                .filter(row -> states.isEmpty() || states.contains(row.state()))
                .sorted(by.thenComparing(TableRow::database).thenComparing(TableRow::table))
                .toList();
        return new Page(wanted.stream().skip(offset).limit(limit).toList(), wanted.size(), counts);
    }

    private boolean hasWords(TableRow row) {
        var text = (row.database() + "\n" + row.table()).toLowerCase(Locale.ROOT);
        return words.stream().allMatch(text::contains);
    }
}
