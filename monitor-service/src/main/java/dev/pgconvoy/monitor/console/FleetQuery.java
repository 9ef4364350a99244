package dev.pgconvoy.monitor.console;

import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.label.LabelFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// Which migrations are wanted, in which order, and which of them are shown.
///
/// @param states empty for all
/// @param words each must occur in the id, a server's name, a database's name, a label or
/// the error
/// @param source a part of the source server's name; empty for all
/// @param target the same of the target
/// @param labels all of them must fit
/// @param needsPerson whether only those are wanted that need one
public record FleetQuery(
        Set<MigrationState> states,
        List<String> words,
        String source,
        String target,
        List<LabelFilter> labels,
        boolean needsPerson,
        Order order,
        boolean isReversed,
        int offset,
        int limit) {

    private static final long NEVER = Long.MAX_VALUE;

    /// @param states how many there are in each state among those that fit but for their
    /// state
    /// @param total how many fit
    public record Page(List<MigrationRow> migrations, int total, Map<String, Integer> states) {}

    /// What rows are sorted by; each in the direction that is wanted most.
    public enum Order {
        REQUESTED(Comparator.comparing(MigrationRow::requestedAt).reversed()),
        CHANGED(Comparator.comparing(MigrationRow::changedAt).reversed()),
        ATTENTION(Comparator.<MigrationRow, Integer>comparing(
                        row -> row.attention().map(Enum::ordinal).orElse(Integer.MAX_VALUE))
                .thenComparing(MigrationRow::changedAt)),
        ID(Comparator.comparing(row -> row.id().toString())),
        STATE(Comparator.comparing(MigrationRow::state)),
        SOURCE(Comparator.comparing(MigrationRow::source)),
        TARGET(Comparator.comparing(MigrationRow::target)),
        SIZE(Comparator.<MigrationRow>comparingLong(row -> row.expectedBytes().orElse(0L))
                .reversed()),
        RATE(Comparator.<MigrationRow>comparingLong(row -> row.bytesPerSecond().orElse(0L))
                .reversed()),
        LEFT(Comparator.comparingLong(row -> row.secondsLeft().orElse(NEVER)));

        private final Comparator<MigrationRow> comparator;

        Order(Comparator<MigrationRow> comparator) {
            this.comparator = comparator;
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

    /// @param toRow makes the row of a migration
    Page of(List<MigrationStatus> all, BiFunction<MigrationStatus, Optional<Attention>, MigrationRow> toRow) {
        var newest = newestByTarget(all);
        var fitting = all.stream()
                .filter(this::hasLabels)
                .filter(this::hasWords)
                .map(status -> row(status, newest, toRow))
                .filter(this::fits)
                .toList();
        var counts = new EnumMap<MigrationState, Integer>(MigrationState.class);
        fitting.forEach(row -> counts.merge(row.state(), 1, Integer::sum));
        var wanted = fitting.stream()
                .filter(row -> states.isEmpty() || states.contains(row.state()))
                .sorted(comparator())
                .toList();
        var shown = wanted.stream().skip(offset).limit(limit).toList();
        return new Page(
                shown,
                wanted.size(),
                counts.entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().text(), Map.Entry::getValue)));
    }

    /// The rows of all, whatever is wanted otherwise.
    static List<MigrationRow> rows(
            List<MigrationStatus> all, BiFunction<MigrationStatus, Optional<Attention>, MigrationRow> toRow) {
        var newest = newestByTarget(all);
        return all.stream().map(status -> row(status, newest, toRow)).toList();
    }

    private Comparator<MigrationRow> comparator() {
        var by = isReversed ? order.comparator.reversed() : order.comparator;
        return by.thenComparing(row -> row.id().toString());
    }

    private static Map<String, Instant> newestByTarget(List<MigrationStatus> all) {
        return all.stream()
                .collect(Collectors.toMap(
                        status -> status.id().targetServer(),
                        MigrationStatus::requestedAt,
                        (one, other) -> one.isAfter(other) ? one : other));
    }

    private static MigrationRow row(
            MigrationStatus status,
            Map<String, Instant> newest,
            BiFunction<MigrationStatus, Optional<Attention>, MigrationRow> toRow) {
        var last = newest.getOrDefault(status.id().targetServer(), status.requestedAt());
        return toRow.apply(status, Attention.of(status, last.isAfter(status.requestedAt())));
    }

    private boolean fits(MigrationRow row) {
        return (!needsPerson || row.attention().isPresent())
                && contains(row.source(), source)
                && contains(row.target(), target);
    }

    private boolean hasLabels(MigrationStatus status) {
        return labels.stream().allMatch(label -> label.fits(status.request().labels()));
    }

    private boolean hasWords(MigrationStatus status) {
        if (words.isEmpty()) {
            return true;
        }
        var text = String.join(
                        "\n",
                        status.id().toString(),
                        status.request().source().host(),
                        status.request().target().host(),
                        String.join("\n", status.request().databases()),
                        status.request().labels().toString(),
                        status.failure().map(failure -> failure.message()).orElse(""))
                .toLowerCase(Locale.ROOT);
        return words.stream().allMatch(text::contains);
    }

    static boolean contains(String text, String part) {
        return part.isEmpty() || text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    /// The words of a search.
    public static List<String> words(String search) {
        return Arrays.stream(search.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
