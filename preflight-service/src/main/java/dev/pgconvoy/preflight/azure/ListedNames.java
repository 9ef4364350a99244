package dev.pgconvoy.preflight.azure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The value of a server parameter that is a list of names; they are read in any case.
record ListedNames(List<String> names) {

    ListedNames {
        names = List.copyOf(names);
    }

    static ListedNames parse(String text) {
        return new ListedNames(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList());
    }

    boolean has(String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    /// The value to set so that these are in it, too.
    String with(Set<String> more) {
        return Stream.concat(names.stream(), more.stream().map(name -> name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.joining(","));
    }
}
