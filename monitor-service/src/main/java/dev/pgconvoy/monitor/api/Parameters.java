package dev.pgconvoy.monitor.api;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads parameters of paths, queries and headers, and refuses bad ones by name.
public final class Parameters {

    static final int DEFAULT_LIMIT = 100;
    static final int MOST = 1_000;

    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private Parameters() {}

    static MigrationId id(String server, String name) {
        return parsed("server and name", server + "/" + name);
    }

    static Optional<MigrationId> id(@Nullable String text) {
        return Optional.ofNullable(text).map(given -> parsed("id", given));
    }

    private static MigrationId parsed(String field, String text) {
        try {
            return MigrationId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(String.valueOf(e.getMessage()), field, "Use an id such as orders-server/move-1.");
        }
    }

    static Optional<MigrationState> state(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(given -> Arrays.stream(MigrationState.values())
                        .filter(state -> state.text().equalsIgnoreCase(given))
                        .findFirst()
                        .orElseThrow(
                                () -> Problem.badRequest("There is no such state.", "state", "Use " + states() + ".")));
    }

    private static String states() {
        return Arrays.stream(MigrationState.values()).map(MigrationState::text).collect(Collectors.joining(", "));
    }

    static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Refused like a number out of bounds.
        }
        throw Problem.badRequest("limit is out of bounds.", "limit", "Use a number from 1 to %d.".formatted(MOST));
    }

    public static Optional<String> traceparent(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(given -> TRACEPARENT.matcher(given).matches());
    }
}
