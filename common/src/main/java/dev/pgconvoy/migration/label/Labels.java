package dev.pgconvoy.migration.label;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The bounds of labels. A label is a key with a value, such as `team` with `payments`.
/// Labels change nothing of what is moved.
public final class Labels {

    public static final int MOST = 16;
    public static final int LONGEST_VALUE = 128;

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");

    private Labels() {}

    /// @return a copy, in the order of the keys
    /// @throws IllegalArgumentException when there are too many, or one is not within the
    /// bounds
    public static SortedMap<String, String> within(Map<String, String> given) {
        if (given.size() > MOST) {
            throw new IllegalArgumentException("labels must be at most %d pairs".formatted(MOST));
        }
        given.forEach((key, value) -> fault(key, value).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        }));
        return Collections.unmodifiableSortedMap(new TreeMap<>(given));
    }

    /// Those of Azure's tags that can be labels, at most the first 16 in the order of their
    /// names. Azure allows more tags, and longer ones; a template that Azure takes is not
    /// refused for them.
    public static SortedMap<String, String> ofTags(Map<String, String> tags) {
        var labels = new TreeMap<String, String>();
        new TreeMap<>(tags).forEach((key, value) -> {
            if (labels.size() < MOST && fault(key, value).isEmpty()) {
                labels.put(key, value);
            }
        });
        return labels;
    }

    private static Optional<String> fault(String key, @Nullable String value) {
        if (!KEY.matcher(key).matches()) {
            return Optional.of("a key in labels must match %s".formatted(KEY.pattern()));
        }
        if (value == null || value.length() > LONGEST_VALUE || value.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("a value in labels must be a text of at most %d characters without control characters"
                    .formatted(LONGEST_VALUE));
        }
        return Optional.empty();
    }
}
