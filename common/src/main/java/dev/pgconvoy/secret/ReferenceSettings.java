package dev.pgconvoy.secret;

import static dev.pgconvoy.secret.AllowedReferences.PLACES;
import static dev.pgconvoy.secret.AllowedReferences.TOKEN_HOSTS;
import static dev.pgconvoy.secret.AllowedReferences.VARIABLES;
import static dev.pgconvoy.secret.AllowedReferences.VAULTS;
import static dev.pgconvoy.secret.AllowedServers.REFERENCES;
import static dev.pgconvoy.secret.AllowedServers.SOURCES;
import static dev.pgconvoy.secret.AllowedServers.TARGETS;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How [AllowedReferences] and [AllowedServers] are configured: lists with commas between; a comma in an entry has a
/// `\` before it.
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
                list(TOKEN_HOSTS, properties, environment).orElse(defaults.tokenHosts()),
                new AllowedServers(
                        parsed(SOURCES, list(SOURCES, properties, environment), ServerPattern::parse),
                        parsed(TARGETS, list(TARGETS, properties, environment), ServerPattern::parse),
                        parsed(REFERENCES, list(REFERENCES, properties, environment), ReferenceBinding::parse)));
    }

    private static <T> Optional<List<T>> parsed(
            String name, Optional<List<String>> entries, Function<String, T> parse) {
        try {
            return entries.map(list -> list.stream().map(parse).toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e);
        }
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

    /// A list that is not set is left out.
    static Map<String, String> write(AllowedReferences allowed) {
        var written = new LinkedHashMap<String, String>();
        written.put(VARIABLES, joined(allowed.variables()));
        written.put(PLACES, joined(allowed.places()));
        written.put(VAULTS, joined(allowed.vaults()));
        written.put(TOKEN_HOSTS, joined(allowed.tokenHosts()));
        allowed.servers().sources().ifPresent(list -> written.put(SOURCES, joined(list)));
        allowed.servers().targets().ifPresent(list -> written.put(TARGETS, joined(list)));
        allowed.servers().references().ifPresent(list -> written.put(REFERENCES, joined(list)));
        return written;
    }

    private static String joined(List<?> entries) {
        return entries.stream()
                .map(entry -> entry.toString().replace(",", "\\,"))
                .collect(Collectors.joining(","));
    }

    static String variable(String setting) {
        return setting.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
