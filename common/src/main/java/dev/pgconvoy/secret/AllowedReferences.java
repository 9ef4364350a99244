package dev.pgconvoy.secret;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which variables and files a request may name as passwords. Whoever may request a migration also says to which server
/// the password goes; without a limit they could have any variable and any file of a service sent to a server of
/// theirs.
///
/// @param variables names, in which `*` stands for any letters
/// @param places absolute: a file, or a folder, which stands for the files in it but not for those in its folders
public record AllowedReferences(List<String> variables, List<Path> places) {

    public static final String VARIABLES = "pgconvoy.secrets.env";
    public static final String PLACES = "pgconvoy.secrets.file";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_*][A-Za-z0-9_*]*");
    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    public static final AllowedReferences DEFAULTS = new AllowedReferences(
            List.of("PGCONVOY_*_PASSWORD"), List.of(Path.of("/run/secrets"), Path.of("/etc/pgconvoy/secrets")));

    public AllowedReferences {
        variables = variables.stream().distinct().toList();
        places = places.stream().distinct().toList();
        variables.forEach(name -> require(VARIABLE.asMatchPredicate(), name, VARIABLES, "a name, perhaps with *"));
        places.forEach(place -> require(Path::isAbsolute, place, PLACES, "an absolute path"));
    }

    private static <T> void require(Predicate<T> condition, T value, String setting, String wanted) {
        if (!condition.test(value)) {
            throw new IllegalArgumentException("%s: '%s' is not %s".formatted(setting, value, wanted));
        }
    }

    /// What the system property says, else the environment variable of that name, else the default.
    static AllowedReferences configured(
            UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
        return new AllowedReferences(
                setting(VARIABLES, properties, environment)
                        .map(AllowedReferences::list)
                        .orElse(DEFAULTS.variables),
                setting(PLACES, properties, environment)
                        .map(text ->
                                list(text).stream().map(AllowedReferences::path).toList())
                        .orElse(DEFAULTS.places));
    }

    public static AllowedReferences configured() {
        return configured(System::getProperty, System::getenv);
    }

    private static Optional<String> setting(
            String name, UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
        return Optional.ofNullable(properties.apply(name))
                .or(() -> Optional.ofNullable(environment.apply(variable(name))));
    }

    static String variable(String setting) {
        return setting.replace('.', '_').toUpperCase(java.util.Locale.ROOT);
    }

    private static List<String> list(String text) {
        return Arrays.stream(COMMA.split(text))
                .map(entry -> entry.strip().replace("\\,", ","))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private static Path path(String text) {
        try {
            return Path.of(text).normalize();
        } catch (InvalidPathException _) {
            throw new IllegalArgumentException("%s: '%s' is not a path".formatted(PLACES, text));
        }
    }

    /// These and no others.
    public static AllowedReferences exactly(Collection<? extends SecretRef> references) {
        return new AllowedReferences(
                references.stream()
                        .flatMap(reference ->
                                reference instanceof SecretRef.Env(var name) ? Stream.of(name) : Stream.of())
                        .toList(),
                references.stream()
                        .flatMap(reference ->
                                reference instanceof SecretRef.SecretFile(var path) ? Stream.of(path) : Stream.of())
                        .toList());
    }

    public AllowedReferences and(AllowedReferences more) {
        return new AllowedReferences(
                Stream.concat(variables.stream(), more.variables.stream()).toList(),
                Stream.concat(places.stream(), more.places.stream()).toList());
    }

    /// To configure a service with; [#configured()] reads it there.
    public Map<String, String> settings() {
        return Map.of(
                VARIABLES,
                String.join(",", variables),
                PLACES,
                String.join(
                        ",",
                        places.stream()
                                .map(place -> place.toString().replace(",", "\\,"))
                                .toList()));
    }

    boolean allows(SecretRef.Env reference) {
        return variables.stream().anyMatch(pattern -> reference.name().matches(pattern.replace("*", "[A-Za-z0-9_]*")));
    }

    /// Whether its name is allowed; what is there is not looked at.
    boolean allows(SecretRef.SecretFile reference) {
        return place(reference.path()).isPresent();
    }

    /// Whether an allowed name leads to an allowed file, all links followed.
    ///
    /// @param real where the file is
    boolean allows(SecretRef.SecretFile reference, Path real) throws IOException {
        var place = place(reference.path());
        return place.isPresent() && real.startsWith(place.get().toRealPath());
    }

    /// A path with steps back equals its normal form nowhere.
    private Optional<Path> place(Path file) {
        return places.stream()
                .filter(place -> file.equals(file.normalize()))
                .filter(place -> file.equals(place) || place.equals(file.getParent()))
                .findFirst();
    }
}
