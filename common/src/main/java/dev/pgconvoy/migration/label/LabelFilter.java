package dev.pgconvoy.migration.label;

import java.util.Map;
import java.util.Optional;

/// Which label a migration must have.
///
/// @param value empty when any value will do
public record LabelFilter(String key, Optional<String> value) {

    /// @param text `key:value`, or `key` alone; after the first separator all is the value
    /// @throws IllegalArgumentException when the key cannot be one
    public static LabelFilter parse(String text, char separator) {
        var at = text.indexOf(separator);
        var key = at < 0 ? text : text.substring(0, at);
        var value = at < 0 ? Optional.<String>empty() : Optional.of(text.substring(at + 1));
        Labels.within(Map.of(key, value.orElse("")));
        return new LabelFilter(key, value);
    }

    public boolean fits(Map<String, String> labels) {
        return labels.containsKey(key)
                && value.map(wanted -> wanted.equals(labels.get(key))).orElse(true);
    }
}
