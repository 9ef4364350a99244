package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.TraceContext;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.label.LabelFilter;
import dev.pgconvoy.migration.label.Labels;
import dev.pgconvoy.monitor.console.FleetQuery;
import dev.pgconvoy.monitor.live.TableStage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads parameters of paths, queries and headers, and refuses bad ones by name.
public final class CallParameters {

    static final int DEFAULT_LIMIT = 100;
    static final int MOST = 1_000;

    private static final int FURTHEST = 10_000_000;
    private static final int LONGEST_TEXT = 500;

    private CallParameters() {}

    public static MigrationId id(String server, String name) {
        return parsed("server and name", server + "/" + name);
    }

    public static Optional<MigrationId> id(@Nullable String text) {
        return Optional.ofNullable(text).map(given -> parsed("id", given));
    }

    private static MigrationId parsed(String field, String text) {
        try {
            return MigrationId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()), field, "Use an id such as orders-server/move-1.");
        }
    }

    /// An order and its direction.
    public record Sort<T>(T by, boolean isReversed) {}

    /// @param known finds an order by its word
    /// @param all what there is, for the refusal
    public static <T extends Enum<T>> Sort<T> order(
            @Nullable String text, String usual, Function<String, Optional<T>> known, List<T> all) {
        var given = text == null ? usual : text;
        var isReversed = given.startsWith("-");
        var word = isReversed ? given.substring(1) : given;
        var by = known.apply(word)
                .orElseThrow(() -> Problem.badRequest(
                        "There is no such order.",
                        "sort",
                        "Use "
                                + all.stream()
                                        .map(order -> order.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + "."));
        return new Sort<>(by, isReversed);
    }

    public static Set<MigrationState> states(@Nullable String text) {
        return list(text)
                .map(given -> MigrationState.known(given)
                        .orElseThrow(
                                () -> Problem.badRequest("There is no such state.", "state", "Use " + states() + ".")))
                .collect(Collectors.toSet());
    }

    public static Set<TableStage> stages(@Nullable String text) {
        return list(text)
                .map(given -> Arrays.stream(TableStage.values())
                        .filter(stage -> stage.text().equalsIgnoreCase(given))
                        .findFirst()
                        .orElseThrow(() -> Problem.badRequest(
                                "There is no such state.",
                                "state",
                                "Use "
                                        + Arrays.stream(TableStage.values())
                                                .map(TableStage::text)
                                                .collect(Collectors.joining(", "))
                                        + ".")))
                .collect(Collectors.toSet());
    }

    private static Stream<String> list(@Nullable String text) {
        return text == null ? Stream.empty() : Arrays.stream(text.split(",", -1));
    }

    public static List<String> words(@Nullable String text) {
        return FleetQuery.words(part("q", text));
    }

    public static List<LabelFilter> labels(@Nullable List<String> given) {
        if (given == null) {
            return List.of();
        }
        try {
            return given.stream()
                    .limit(Labels.MOST)
                    .map(text -> LabelFilter.parse(text, ':'))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                    String.valueOf(e.getMessage()),
                    "label",
                    "Use key:value, or key alone, such as label=team:payments.");
        }
    }

    public static String part(String field, @Nullable String text) {
        if (text != null && text.length() > LONGEST_TEXT) {
            throw Problem.badRequest(
                    "%s is too long.".formatted(field), field, "Use at most %d characters.".formatted(LONGEST_TEXT));
        }
        return text == null ? "" : text;
    }

    public static int offset(@Nullable String text) {
        return text == null ? 0 : number("offset", text, 0, FURTHEST);
    }

    private static String states() {
        return Arrays.stream(MigrationState.values()).map(MigrationState::text).collect(Collectors.joining(", "));
    }

    public static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        return number("limit", text, 1, MOST);
    }

    private static int number(String field, String text, int least, int most) {
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Refused like a number out of bounds.
        }
        throw Problem.badRequest(
                "%s is out of bounds.".formatted(field), field, "Use a number from %d to %d.".formatted(least, most));
    }

    public static Optional<String> traceparent(@Nullable String text) {
        return Optional.ofNullable(text).filter(TraceContext::isValid);
    }
}
