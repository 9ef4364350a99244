package dev.pgconvoy.preflight.examination;

import java.util.List;

/// Names for a sentence: the first few, and how many more.
public final class NameListing {

    private static final int MOST = 10;

    private NameListing() {}

    public static String of(List<String> names) {
        return of(names, names.size(), MOST);
    }

    /// @param all how many there are, of which these are the first
    public static String of(List<String> names, long all) {
        return of(names, all, MOST);
    }

    /// @param most that are named; a message has room for about fifty
    public static String of(List<String> names, long all, int most) {
        var shown = names.subList(0, Math.min(most, names.size()));
        var named = String.join(", ", shown);
        return all <= shown.size() ? named : "%s and %d more".formatted(named, all - shown.size());
    }
}
