package dev.pgconvoy.launcher.fleet.file;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The kinds that a value may be of, by the names that they have in JSON.
final class KindNames {

    private KindNames() {}

    static String of(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(JsonSubTypes.class)).stream()
                .flatMap(types -> Arrays.stream(types.value()))
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.joining(", "));
    }
}
