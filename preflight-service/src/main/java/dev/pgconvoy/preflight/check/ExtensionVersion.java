package dev.pgconvoy.preflight.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The version of an extension. PostgreSQL gives them no order; most are numbers with dots.
///
/// @param numbers empty when it is written in another way
record ExtensionVersion(Optional<List<Integer>> numbers) {

    private static final Pattern NUMBERS = Pattern.compile("\\d{1,8}(?:\\.\\d{1,8})*+");

    enum Order {
        SAME,
        NEWER,
        /// The first number differs, too.
        NEWER_MAJOR,
        OLDER,
        UNKNOWN;

        boolean isUpgrade() {
            return this == NEWER || this == NEWER_MAJOR;
        }

        boolean isUpgradeWithinMajor() {
            return this == NEWER || this == SAME;
        }
    }

    static ExtensionVersion of(String text) {
        return new ExtensionVersion(
                NUMBERS.matcher(text).matches()
                        ? Optional.of(Arrays.stream(text.split("\\."))
                                .map(Integer::valueOf)
                                .toList())
                        : Optional.empty());
    }

    /// What the other one is, seen from this one.
    Order compareWith(ExtensionVersion other) {
        if (numbers.isEmpty() || other.numbers.isEmpty()) {
            return Order.UNKNOWN;
        }
        var ours = numbers.get();
        var theirs = other.numbers.get();
        for (var place = 0; place < Math.max(ours.size(), theirs.size()); place++) {
            var step = Integer.compare(at(theirs, place), at(ours, place));
            if (step < 0) {
                return Order.OLDER;
            }
            if (step > 0) {
                return place == 0 ? Order.NEWER_MAJOR : Order.NEWER;
            }
        }
        return Order.SAME;
    }

    private static int at(List<Integer> numbers, int place) {
        return place < numbers.size() ? numbers.get(place) : 0;
    }
}
