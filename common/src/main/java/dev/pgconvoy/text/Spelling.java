package dev.pgconvoy.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// What somebody may have meant who misspelt a word.
public final class Spelling {

    private static final int LONGEST = 64;
    private static final int LETTERS_PER_SLIP = 3;

    private Spelling() {}

    /// The known word that is closest; empty when none is close. Upper and lower case do not count.
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return Optional.empty();
        }
        var most = Math.max(1, word.length() / LETTERS_PER_SLIP);
        return known.stream()
                .filter(candidate -> slips(word, candidate) <= most)
                .min(Comparator.<String>comparingInt(candidate -> slips(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /// How many letters were left out, added, changed or swapped with their neighbour.
    static int slips(String one, String two) {
        var a = one.toLowerCase(Locale.ROOT);
        var b = two.toLowerCase(Locale.ROOT);
        var counts = new int[a.length() + 1][b.length() + 1];
        for (var i = 0; i <= a.length(); i++) {
            for (var j = 0; j <= b.length(); j++) {
                counts[i][j] = i == 0 || j == 0 ? i + j : least(counts, a, b, i, j);
            }
        }
        return counts[a.length()][b.length()];
    }

    private static int least(int[][] counts, String a, String b, int i, int j) {
        var changed = counts[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        var least = Math.min(changed, 1 + Math.min(counts[i - 1][j], counts[i][j - 1]));
        var isSwapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return isSwapped ? Math.min(least, counts[i - 2][j - 2] + 1) : least;
    }
}
