package dev.pgconvoy.secret;

import static dev.pgconvoy.secret.AllowedReferences.PLACES;
import static dev.pgconvoy.secret.AllowedReferences.TOKEN_HOSTS;
import static dev.pgconvoy.secret.AllowedReferences.VARIABLES;
import static dev.pgconvoy.secret.AllowedReferences.VAULTS;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How [AllowedReferences] are configured: lists with commas between; a comma in a path has a `\` before it.
final class ReferenceSettings {

    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    private ReferenceSettings() {}

    /// What the system property says, else the environment variable of that name, else the default.
    static AllowedReferences read(
            UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
        var defaults = AllowedReferences.DEFAULTS;
        return new AllowedReferences(
                list(VARIABLES, properties, environment).orElse(defaults.variables()),
                list(PLACES, properties, environment)
                        .map(paths ->
                                paths.stream().map(ReferenceSettings::path).toList())
                        .orElse(defaults.places()),
                list(VAULTS, properties, environment).orElse(defaults.vaults()),
                list(TOKEN_HOSTS, properties, environment).orElse(defaults.tokenHosts()));
    }

    private static Optional<List<String>> list(
            String name, UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
        return Optional.ofNullable(properties.apply(name))
                .or(() -> Optional.ofNullable(environment.apply(variable(name))))
                .map(text -> Arrays.stream(COMMA.split(text))
                        .map(entry -> entry.strip().replace("\\,", ","))
                        .filter(entry -> !entry.isEmpty())
                        .toList());
    }

    private static Path path(String text) {
        try {
            return Path.of(text).normalize();
        } catch (InvalidPathException _) {
            throw new IllegalArgumentException("%s: '%s' is not a path".formatted(PLACES, text));
        }
    }

    static Map<String, String> write(AllowedReferences allowed) {
        var paths = allowed.places().stream()
                .map(place -> place.toString().replace(",", "\\,"))
                .toList();
        return Map.of(
                VARIABLES,
                String.join(",", allowed.variables()),
                PLACES,
                String.join(",", paths),
                VAULTS,
                String.join(",", allowed.vaults()),
                TOKEN_HOSTS,
                String.join(",", allowed.tokenHosts()));
    }

    static String variable(String setting) {
        return setting.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
